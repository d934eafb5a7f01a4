package dev.p3.data.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.data.DataLocation;
import dev.p3.data.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "jdbc,dbtable=t,user=me,password=s3cret:h2:mem:x jdbc,dbtable=t,user=me,password=***:h2:mem:x",
        "jdbc,password=a\\:s3cret\\,b,dbtable=t:h2:mem:x jdbc,password=***,dbtable=t:h2:mem:x",
        "jdbc:postgresql://h/d?user=me&password=s3c:r,et&ssl=true jdbc:postgresql://h/d?user=me&password=***&ssl=true",
        "jdbc:sqlserver://h;databaseName=d;password=s3cret; jdbc:sqlserver://h;databaseName=d;password=***;",
        "jdbc:mysql://me:s3cret@h:3306/d jdbc:mysql://me:***@h:3306/d",
        "jdbc,dbtable=t:oracle:thin:scott/tiger@//h:1521/d jdbc,dbtable=t:oracle:thin:scott/***@//h:1521/d",
        "oracle:thin:scott/t@i/ger@h:1521:d oracle:thin:scott/***@h:1521:d",
        "oracle:oci:scott/\"ti@ger\"@d oracle:oci:scott/***@d",
        "jdbc:mysql://me:s3@cr/et@h:3306/d jdbc:mysql://me:***@h:3306/d",
        "jdbc:mysql://h/d?user=me&password=s3@cr/et jdbc:mysql://h/d?user=me&password=***",
        "jdbc:sqlserver://h;password={s3;c}; jdbc:sqlserver://h;password=***;",
        "thrift://me:s3cret@h:9083 thrift://me:***@h:9083",
        "https://h/d?sv=1&sig=s3cret https://h/d?sv=1&sig=***",
        "kafka,kafka.ssl.keystore.key=s3cr/et+=:h:9092/t kafka,kafka.ssl.keystore.key=***:h:9092/t",
        "csv,fs.azure.account.key.a.blob=s3cret:x csv,fs.azure.account.key.a.blob=***:x",
        "json,apiKey=s3cret,private_key=s3cret:x json,apiKey=***,private_key=***:x",
        "kafka,kafka.ssl.key.password=s3cret:h:9092/t kafka,kafka.ssl.key.password=***:h:9092/t",
      })
  void passwordsAreNotShown(String text, String shown) {
    assertThat(Secrets.masked(text)).isEqualTo(shown);
  }

  @Test
  void whatOthersPrintShowsNone() {
    assertThat(Secrets.masked("refused {user=me, password=s3cret} by h"))
        .isEqualTo("refused {user=me, password=***} by h");
    assertThat(Secrets.masked("PlainLoginModule required username=\"a\" password=\"s3 cret\";"))
        .isEqualTo("PlainLoginModule required username=\"a\" password=***;");
    assertThat(Secrets.masked("cannot open 'thrift://me:s3cret@h:9083', as 'x' says"))
        .isEqualTo("cannot open 'thrift://me:***@h:9083', as 'x' says");
  }

  @Test
  void aLocationShowsNone() {
    var location = DataLocation.parse("jdbc,dbtable=t,password=s3cret:h2:mem:x;PASSWORD=s3cret");

    assertThat(location.toString()).doesNotContain("s3cret").isEqualTo(location.text());
    assertThat(location.withText("csv:x?password=s3cret").text()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://host:9000/in/x@y.csv",
        "jdbc:mysql://a:1,b:2/d?user=x@y",
        "jdbc:postgresql://[::1]:5432/d?user=x@y",
        "abfss://container@account.dfs.core.windows.net/a",
        "oracle:thin:@//h:1521/d",
        "csv:/in/token=7/x.csv",
        "password authentication failed for user x",
        "csv:a,b.csv",
        "s3a://bucket/a?b=c",
        "hdfs://host:9000/in",
        "x@y.csv"
      })
  void whatHoldsNoneStaysAsItIs(String text) {
    assertThat(Secrets.masked(text)).isEqualTo(text);
  }
}
