package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestJsonTest {
  @TempDir private Path directory;

  private List<String> rows(String output, String columns) {
    return LocalSpark.spark()
        .read()
        .parquet(directory.resolve(output).toString())
        .selectExpr("concat_ws(' ', %s)".formatted(columns))
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }

  private Typed ingest(Path raw, String schema, String variant) {
    return p3(
        "run",
        "ingest",
        "--in",
        raw,
        "--schema",
        schema,
        "--variant",
        variant,
        "--out",
        "good=parquet:" + directory.resolve("good"),
        "--out",
        "bad=parquet:" + directory.resolve("bad"),
        "--report",
        directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"separate", "tangled"})
  void numbersComeThroughToTheLastDigit(String variant) {
    Path raw =
        file(
            directory,
            "numbers.json",
            """
            {"id":1,"amt":12345678901234567890.12,"text":100000.10}
            {"id":2,"amt":0.1234567890123456789}
            {"id":3,"amt":"99999999999999999.99","text":1e400}
            {"id":4,"amt":1E5,"text":{"c": 1.10}}
            {"id":5,"amt":-999.9999999999999999999}
            {"id":6,"amt":1e400}
            {"id":7,"amt":1e999999999}
            {"id":8,"amt":1e-999999999}
            {"id":1E5}
            {"id":12345678901234567890123}
            {"id":9,"amt":[1.10, 2]}
            {"id":9007199254740993,"amt":-0.0,"text":-0.0}
            """);

    Typed typed = ingest(raw, "id bigint, amt decimal(30,2), text string", variant);

    assertThat(typed.messages()).contains("4 good + 8 bad = 12 rows read");
    assertThat(rows("good", "id, amt, text"))
        .containsExactlyInAnyOrder(
            "1 12345678901234567890.12 100000.10",
            "3 99999999999999999.99 1e400",
            "4 100000.00 {\"c\": 1.10}",
            "9007199254740993 0.00 -0.0");
    String decimals = "more than 2 digits after the point";
    assertThat(rows("bad", "line, column, value, reason"))
        .containsExactlyInAnyOrder(
            "2 amt 0.1234567890123456789 " + decimals,
            "5 amt -999.9999999999999999999 " + decimals,
            "6 amt 1e400 out of the range of DECIMAL(30,2)",
            "7 amt 1e999999999 out of the range of DECIMAL(30,2)",
            "8 amt 1e-999999999 " + decimals,
            "9 id 1E5 not BIGINT",
            "10 id 12345678901234567890123 out of the range of BIGINT",
            "11 amt [1.10, 2] not DECIMAL(30,2)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"separate", "tangled"})
  void aColumnThatNoRowHasIsReported(String variant) throws IOException {
    Path raw = file(directory, "typo.json", "{\"user_id\":1,\"Name\":\"a\"}\n{\"user_id\":2}\n");

    Typed typed = ingest(raw, "userid int, name string", variant);

    String warning =
        "has a key 'userid', so this column is null in every row (the keys are name, user_id). Did you mean 'user_id'?";
    assertThat(typed.messages()).contains("Warning: no JSON object of", warning);
    assertThat(rows("good", "name")).containsExactlyInAnyOrder("a", "");
    assertThat(
            new ObjectMapper()
                .readTree(directory.resolve("run.json").toFile())
                .at("/warnings/0")
                .asText())
        .contains(warning);
  }

  @Test
  void anArrayIsCalledOneByEveryReader() {
    Path array =
        file(directory, "array.json", "[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y\"}\n]\n");
    Path good = directory.resolve("good");

    Typed ingested = ingest(array, "a int, b string", "separate");
    Typed top = p3("run", "top", "--in", array, "--by", "a", "--k", "2", "--out", "csv:" + good);
    Typed whole =
        p3(
            "run",
            "top",
            "--in",
            "json,multiLine=true:" + array,
            "--by",
            "a",
            "--k",
            "2",
            "--out",
            "-");

    assertThat(ingested.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(ingested.messages())
        .contains("is a JSON array (must be one JSON object on each line)");
    assertThat(top.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(top.messages())
        .contains("begins an array and does not end it", "json,multiLine=true:")
        .doesNotContain("csv");
    assertThat(good).doesNotExist();
    assertThat(whole.outputLines()).containsExactly("rank,a,b", "1,2,y", "2,1,x");
  }

  @Test
  void aBrokenLineIsShownByTables() {
    Path broken = file(directory, "broken.json", "{\"a\":1}\n{\"a\":2,}\n");

    Typed typed = p3("run", "summarize", "--in", broken);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.messages())
        .contains("broken.json is no JSON", "{\"a\":2,}", "json,mode=DROPMALFORMED:")
        .doesNotContain("csv");
  }
}
