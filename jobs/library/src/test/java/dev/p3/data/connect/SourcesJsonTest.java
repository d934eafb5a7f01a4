package dev.p3.data.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesJsonTest {
  @TempDir Path folder;

  private Dataset<Row> table(String prefix, String... lines) {
    Path file = StoredFiles.write(folder.resolve("a.json"), String.join("\n", lines) + "\n");
    return new Sources(LocalSpark.spark()).table(List.of(StoredFiles.find(prefix + file)));
  }

  private static List<String> texts(Dataset<Row> table, String column) {
    return table.selectExpr("cast(%s as string) t".formatted(column)).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private void assertTyped(String type, List<String> numbers, List<String> read) {
    String[] lines = numbers.stream().map("{\"a\":%s}"::formatted).toArray(String[]::new);
    Dataset<Row> table = table("", lines);
    assertThat(table.schema().apply("a").dataType().sql()).as("%s", numbers).isEqualTo(type);
    assertThat(texts(table, "a")).containsExactlyElementsOf(read);
  }

  @Test
  void numbersKeepEveryDigit() {
    assertTyped(
        "BIGINT", List.of("1", "-9223372036854775808"), List.of("1", "-9223372036854775808"));
    assertTyped(
        "DOUBLE", List.of("2.675", "1E5", "100000.10"), List.of("2.675", "100000.0", "100000.1"));
    assertTyped("DOUBLE", List.of("0.30000000000000004"), List.of("0.30000000000000004"));
    assertTyped(
        "DECIMAL(22,2)",
        List.of("12345678901234567890.12", "-1E3"),
        List.of("12345678901234567890.12", "-1000.00"));
    assertTyped(
        "DECIMAL(19,19)", List.of("0.1234567890123456789"), List.of("0.1234567890123456789"));
    assertTyped(
        "DECIMAL(17,1)", List.of("9007199254740993", "1.5"), List.of("9007199254740993.0", "1.5"));
    assertTyped(
        "DECIMAL(20,0)",
        List.of("12345678901234567890", "7"),
        List.of("12345678901234567890", "7"));
    String fifty = "12345678901234567890123456789012345678901234567890";
    assertTyped("STRING", List.of(fifty, "1"), List.of(fifty, "1"));
  }

  @Test
  void numbersAmongTextsStayAsTheyAre() {
    assumeThat(LocalSpark.spark().version()).doesNotStartWith("3.");
    Dataset<Row> table =
        table(
            "",
            "{\"a\":\"x\",\"b\":{\"c\":1.10}}",
            "{\"a\":100000.10,\"b\":[ 1.0]}",
            "{\"a\":1e400}");

    assertThat(texts(table, "a")).containsExactly("x", "100000.10", "1e400");
    assertThat(texts(table, "b")).containsExactly("{\"c\":1.10}", "[ 1.0]", null);
  }

  @Test
  void nestedNumbersKeepEveryDigitToo() {
    Dataset<Row> table =
        table("", "{\"s\":{\"x\":[1, 12345678901234567890.12]},\"e\":{},\"n\":null}");

    assertThat(table.schema().toDDL().replace("`", ""))
        .isEqualTo("e STRING,n STRING,s STRUCT<x: ARRAY<DECIMAL(22,2)>>");
    assertThat(texts(table, "s.x[1]")).containsExactly("12345678901234567890.12");
    assertThat(texts(table, "e")).containsExactly("{}");
  }

  @Test
  void escapesOfWholeCharactersAreThoseCharacters() {
    assertThat(texts(table("", "{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\\\ud83d\"}"), "a"))
        .containsExactly("😀", "\\ud83d");
  }

  @Test
  void arraysAreTablesOnOneLineOrInAWholeFile() {
    assertThat(texts(table("", "[{\"a\":1},{\"a\":2}]", "", "{\"a\":3}"), "a"))
        .containsExactly("1", "2", "3");
    assertThat(texts(table("json,multiLine=true:", "[", "{\"a\":1},", "{\"a\":2}", "]"), "a"))
        .containsExactly("1", "2");
  }

  @Test
  void whatWouldBeLostIsRefusedWithTheReason() {
    assertRefused(
        BadUsageException.class, "begins an array", "multiLine=true", "", "[", "{\"a\":1}", "]");
    assertRefused(
        BadUsageException.class, "begins an object", "multiLine=true", "", "{", "\"a\":1}");
    assertRefused(
        JobFailedException.class,
        "has more after its object: {\"a\":2} x",
        "ingest",
        "",
        "{\"a\":2} x");
    assertRefused(JobFailedException.class, "has more after", "mend", "", "{\"a\":2}{\"a\":3}");
    assertRefused(
        JobFailedException.class,
        "has more after",
        "leave it out",
        "json,multiLine=true:",
        "{\"a\":2}",
        "{\"a\":3}");
    assertRefused(
        JobFailedException.class,
        "a key twice: 'a'",
        "ingest",
        "json,mode=PERMISSIVE:",
        "{\"a\":2,\"a\":3}");
    assertRefused(
        JobFailedException.class,
        "half a character at /s/1/t (a surrogate without its other half)",
        "ingest",
        "json,mode=DROPMALFORMED:",
        "{\"s\":[{\"t\":\"\\ud83d\\ude00\"},{\"t\":\"a\\uD83D\"}]}");
    assertRefused(JobFailedException.class, "half a character at /", "Mend", "", "{\"\\ude00\":1}");
    assertRefused(JobFailedException.class, "Leading zeroes", "DROPMALFORMED", "", "{\"a\":01}");
    assertRefused(
        BadUsageException.class,
        "'ID' and 'id' differ in case",
        "ingest",
        "",
        "{\"ID\":1}",
        "{\"id\":2}");
  }

  private void assertRefused(
      Class<? extends Exception> type, String what, String remedy, String prefix, String... lines) {
    assertThatThrownBy(() -> table(prefix, lines))
        .isInstanceOf(type)
        .hasMessageContaining(what)
        .hasMessageContaining(remedy);
  }

  @Test
  void brokenLinesAreLeftOutOrKeptApartWhenThatIsWanted() {
    String[] lines = {"{\"a\":1}", "{\"a\":", "{\"a\":3}"};

    assertThat(texts(table("json,mode=DROPMALFORMED:", lines), "a")).containsExactly("1", "3");
    assertThat(texts(table("json,mode=PERMISSIVE:", lines), "coalesce(string(a), _corrupt_record)"))
        .containsExactly("1", "{\"a\":", "3");
  }

  @Test
  void momentsAreTakenForSuchWhenAskedAndNumbersKeepTheirDigits() {
    Dataset<Row> table =
        table(
            "json,inferTimestamp=true:",
            "{\"t\":\"2024-01-02T03:04:05Z\",\"n\":12345678901234567890.12,\"s\":\"x\",\"o\":{\"t\":\"2024-01-02T03:04:05Z\"}}");

    assertThat(table.schema().apply("t").dataType().sql()).isEqualTo("TIMESTAMP");
    assertThat(texts(table, "n")).containsExactly("12345678901234567890.12");
    assertThat(texts(table, "s")).containsExactly("x");
    assertThat(texts(table, "unix_seconds(t)")).containsExactly("1704164645");
    assertThat(texts(table, "unix_seconds(o.t)")).containsExactly("1704164645");
  }
}
