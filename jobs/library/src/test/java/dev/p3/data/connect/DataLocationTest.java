package dev.p3.data.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.fault.BadUsageException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataLocationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "flights.csv",
        "dir/with spaces/x,y.csv",
        "/data/a:b.csv",
        "./a:b.csv",
        "year=2020/part-0",
        "s3a://bucket/key",
        "hdfs://host:8020/a",
        "hdfs:/a",
        "file:relative",
        "file:///a",
        "abfss://c@account/x",
        "data/*.csv",
        "csv",
        "CSV:upper"
      })
  void takesAPathAsItIs(String text) {
    DataLocation location = DataLocation.parse(text);

    assertThat(location.path()).isEqualTo(text);
    assertThat(location.text()).isEqualTo(text);
    assertThat(location.statedFormat()).isEmpty();
    assertThat(location.options()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "csv:x, CSV, x",
    "json:a b.txt, JSON, a b.txt",
    "parquet:s3a://bucket/k, PARQUET, s3a://bucket/k",
    "orc:hdfs://h:8020/a, ORC, hdfs://h:8020/a",
    "text:/logs/*.gz, TEXT, /logs/*.gz",
    "text:csv:x, TEXT, csv:x",
    "csv:C:/x, CSV, C:/x",
    "csv:a=b, CSV, a=b"
  })
  void takesTheFormatBeforeTheColon(String text, DataFormat format, String path) {
    DataLocation location = DataLocation.parse(text);

    assertThat(location.statedFormat()).contains(format);
    assertThat(location.format()).contains(format);
    assertThat(location.path()).isEqualTo(path);
  }

  @Test
  void takesASourceThatIsInstalledInSpark() {
    var location = DataLocation.parse("rate,rowsPerSecond=5:anywhere");

    assertThat(location.source()).contains("rate");
    assertThat(Connectors.of(location).settings(location))
        .containsOnly(Map.entry("spark.kryo.registrationRequired", "false"));
  }

  @Test
  void saysWhatToAddForOneThatIsNot() {
    assertThatThrownBy(() -> DataLocation.parse("delta:/any/where"))
        .isInstanceOf(BadUsageException.class)
        .hasMessageMatching(
            "Cannot use 'delta:/any/where': delta is not installed; add it, such as --conf spark.jars.packages=io.delta:delta-spark_2\\.1[23]:VERSION, .*");
  }

  @Test
  void takesOptions() {
    assertThat(DataLocation.parse("csv,header=false,sep=;:/a.txt"))
        .isEqualTo(
            new DataLocation(
                "csv,header=false,sep=;:/a.txt",
                Optional.of(DataFormat.CSV),
                Optional.empty(),
                Map.of("header", "false", "sep", ";"),
                "/a.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "csv,sep=\\,:p ,",
        "csv,sep=\\::p :",
        "csv,sep=\\\\:p \\",
        "csv,sep=|:p |",
        "csv,sep=\\t:p \\t",
        "csv,sep==:p =",
        "csv,header=true,sep=\\,,quote=':p ,",
        "csv,header=true,sep=\\\\,quote=':p \\"
      })
  void takesAnEscapedCharacterInAnOption(String text, String separator) {
    DataLocation location = DataLocation.parse(text);

    assertThat(location.path()).isEqualTo("p");
    assertThat(location.options()).containsEntry("sep", separator);
    if (text.contains("quote")) {
      assertThat(location.options()).containsEntry("quote", "'").containsEntry("header", "true");
    }
  }

  @Test
  void takesAnEmptyValueOfAnOption() {
    assertThat(DataLocation.parse("csv,nullValue=:p").options())
        .containsExactly(Map.entry("nullValue", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "a/flights.csv, CSV",
    "flights.TSV, CSV",
    "flights.csv.gz, CSV",
    "x.jsonl.zst, JSON",
    "x.ndjson, JSON",
    "out.parquet, PARQUET",
    "out.pq, PARQUET",
    "x.snappy.parquet, PARQUET",
    "x.orc, ORC",
    "README.md, TEXT",
    "server.log.2.log.bz2, TEXT",
    "s3a://bucket/data.csv, CSV",
    "s3a://bucket/dir.csv/, CSV"
  })
  void tellsTheFormatFromTheExtension(String text, DataFormat format) {
    assertThat(DataLocation.parse(text).format()).contains(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "csv", "x.gz", ".csv/data", "x.xlsx", "parquet/part-0", "data/*"})
  void tellsNoFormatFromOtherNames(String text) {
    assertThat(DataLocation.parse(text).format()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "parqet:x, parqet, Did you mean 'parquet'?",
    "tsv:x, tsv, Did you mean 'csv'?",
    "xlsx:report.xlsx, xlsx, must be one of csv"
  })
  void refusesAnUnknownFormat(String text, String format, String remedy) {
    assertThatThrownBy(() -> DataLocation.parse(text))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Cannot use '%s': unknown format '%s'", text, format)
        .hasMessageContaining("csv, json, parquet, orc, text")
        .hasMessageContaining(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "csv:", "csv,header=false:", "text: "})
  void refusesAnEmptyPath(String text) {
    assertThatThrownBy(() -> DataLocation.parse(text))
        .isInstanceOf(BadUsageException.class)
        .hasMessage("Cannot use '%s': it has no path (must be [FORMAT:]PATH)", text);
  }

  @Test
  void aDataSourceHasNoFormatOfAFile() {
    assertThat(DataLocation.parse("jdbc,dbtable=t:h2:mem:x;A=b.csv").format()).isEmpty();
  }
}
