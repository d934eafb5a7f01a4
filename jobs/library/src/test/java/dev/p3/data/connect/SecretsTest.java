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
        "kafka,kafka.ssl.key.password=s3cret:h:9092/t kafka,kafka.ssl.key.password=***:h:9092/t",
      })
  void passwordsAreNotShown(String text, String shown) {
    assertThat(Secrets.masked(text)).isEqualTo(shown);
  }

  @Test
  void aLocationShowsNone() {
    var location = DataLocation.parse("jdbc,dbtable=t,password=s3cret:h2:mem:x;PASSWORD=s3cret");

    assertThat(location.toString()).doesNotContain("s3cret").isEqualTo(location.text());
    assertThat(location.withText("csv:x?password=s3cret").text()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv:a,b.csv", "s3a://bucket/a?b=c", "hdfs://host:9000/in", "x@y.csv"})
  void whatHoldsNoneStaysAsItIs(String text) {
    assertThat(Secrets.masked(text)).isEqualTo(text);
  }
}
