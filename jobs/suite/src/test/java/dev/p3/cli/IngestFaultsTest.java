package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.data.raw.RowFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run says of the rows that do not fit. */
class IngestFaultsTest {
  private static final String SCHEMA = "n int not null check(n <> 13), d date, v varchar(3)";
  private static final String ROWS =
      "n,d,v\n1,2001-01-01,a\n13,no,abcd\nx,no,b\ny,,c\n,2001-01-01,d\n7,2001-01-01\n";

  @TempDir private Path directory;

  private Typed ingest(Object... words) {
    var all = new ArrayList<Object>(List.of("run", "ingest", "--schema", SCHEMA));
    all.addAll(List.of(words));
    return p3(all.toArray());
  }

  private JsonNode metrics() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("run.json").toFile()).at("/metrics");
  }

  private Dataset<Row> bad() {
    return LocalSpark.spark().read().parquet(directory.resolve("bad").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "separate, good bad",
    "tangled, good bad",
    "separate, bad",
    "separate, good",
    "separate, -",
    "separate, ''",
    "separate, good --key",
    "separate, bad --key"
  })
  void theMostFrequentAreNamedWhicheverOutputIsWritten(String variant, String outputs)
      throws IOException {
    Path raw = file(directory, "raw.csv", ROWS);
    var words = new ArrayList<Object>(List.of("--in", raw, "--variant", variant));
    words.addAll(List.of("--report", directory));
    for (String name : outputs.isEmpty() ? new String[0] : outputs.split(" ")) {
      words.add(name.equals("--key") ? name : "--out");
      words.add(
          switch (name) {
            case "--key" -> "n";
            case "-" -> name;
            default -> name + "=parquet:" + directory.resolve(name);
          });
    }

    Typed typed = ingest(words.toArray());

    assertThat(typed.messages())
        .contains(
            "1 good + 5 bad = 6 rows read",
            "bad: 5 rows; CAST 2 (n, e.g. raw.csv:4 'x'), CAST 1 (d, e.g. raw.csv:3 'no'), MISSING_COLUMNS 1 (e.g. raw.csv:7), and 1 of other kinds.");
    JsonNode counts = metrics().at("/most_frequent");
    assertThat(counts.size()).isEqualTo(4);
    assertThat(counts.at("/0/fault").asText()).isEqualTo("CAST");
    assertThat(counts.at("/0/column").asText()).isEqualTo("n");
    assertThat(counts.at("/0/count").asLong()).isEqualTo(2);
    assertThat(counts.at("/0/source").asText()).endsWith("/raw.csv");
    assertThat(counts.at("/0/line").asLong()).isEqualTo(4);
    assertThat(Files.readString(directory.resolve("report.html"))).contains("MISSING_COLUMNS 1");
  }

  @ParameterizedTest
  @CsvSource({"separate, ''", "tangled, ''", "separate, --key"})
  void everyFaultOfARowIsARowOfBadWhenAllAreAskedFor(String variant, String key)
      throws IOException {
    Path raw = file(directory, "raw.csv", ROWS);
    var words = new ArrayList<Object>(List.of("--in", raw, "--variant", variant));
    words.addAll(List.of("--faults", "all", "--report", directory));
    words.addAll(key.isEmpty() ? List.of() : List.of(key, "n"));
    words.addAll(List.of("--out", "good=parquet:" + directory.resolve("good")));
    words.addAll(List.of("--out", "bad=parquet:" + directory.resolve("bad")));

    Typed typed = ingest(words.toArray());

    assertThat(bad().columns())
        .containsExactly("source", "line", "column", "value", "fault", "reason", "raw");
    assertThat(bad().select("line", "column", "fault").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(3L, "d", "CAST"),
            RowFactory.create(3L, "v", "CAST"),
            RowFactory.create(3L, "n", "CHECK"),
            RowFactory.create(4L, "n", "CAST"),
            RowFactory.create(4L, "d", "CAST"),
            RowFactory.create(5L, "n", "CAST"),
            RowFactory.create(6L, "n", "NULL"),
            RowFactory.create(7L, null, "MISSING_COLUMNS"));
    assertThat(typed.messages())
        .contains(
            "1 good + 5 bad = 6 rows read",
            "bad: 5 rows with 8 faults; CAST 2 (d, e.g. raw.csv:3 'no'), CAST 2 (n, ",
            "8 rows of bad written");
    assertThat(metrics().at("/bad").asLong()).isEqualTo(5);
    assertThat(metrics().at("/faults").asLong()).isEqualTo(8);
  }

  @Test
  void manyBadRowsAreCountedTooWhenTheyAreReadAgain() throws IOException {
    var text = new StringBuilder("n,d,v\n1,,a\n");
    for (int i = 0; i < 60_000; i++) {
      text.append("x").append(i).append(",2001-01-01,").append("long".repeat(100)).append('\n');
    }
    Path raw = file(directory, "raw.csv", text.toString());

    Typed typed =
        ingest(
            "--in",
            raw,
            "--faults",
            "all",
            "--out",
            "good=parquet:" + directory.resolve("good"),
            "--out",
            "bad=parquet:" + directory.resolve("bad"));

    assertThat(bad().count()).isEqualTo(120_000);
    assertThat(typed.messages())
        .contains(
            "1 good + 60,000 bad = 60,001 rows read",
            "bad: 60,000 rows with 120,000 faults; CAST 60,000 (n, e.g. raw.csv:3 'x0'), CAST 60,000 (v, e.g. raw.csv:3 'longlong");
  }

  @Test
  void aRunWithoutAGoodRowWarns() {
    Path raw = file(directory, "raw.csv", "n,d,v\nx,,\n");
    Path empty = file(directory, "empty.csv", "n,d,v\n");

    assertThat(ingest("--in", raw).messages())
        .contains("Warning: no row is good: the one row read is bad.", "bad: 1 row; CAST 1 (n, ");
    assertThat(ingest("--in", empty).messages()).doesNotContain("Warning").doesNotContain("bad:");
    assertThat(ingest("--in", file(directory, "good.csv", "n,d,v\n1,,\n")).messages())
        .doesNotContain("Warning")
        .doesNotContain("bad:");
  }

  @Test
  void eachBatchOfAStreamNamesItsOwn() throws IOException {
    Path in = Files.createDirectories(directory.resolve("in/zip=01234"));
    file(in, "1.csv", "n,d\n1,\nx,\n");
    String[] words = {
      "run",
      "ingest",
      "--in",
      "csv:" + directory.resolve("in"),
      "--schema",
      "n int, zip string",
      "--stream",
      "--checkpoint",
      directory.resolve("checkpoint").toString(),
      "--out",
      "good=parquet:" + directory.resolve("good"),
      "--out",
      "bad=parquet:" + directory.resolve("bad")
    };

    Typed first = p3((Object[]) words);
    file(in, "2.csv", "n,d\ny,\n");
    Typed second = p3((Object[]) words);

    assertThat(first.messages()).contains("batch 0: bad: 1 row; CAST 1 (n, e.g. 1.csv:3 'x')");
    assertThat(second.messages())
        .contains(
            "Warning: batch 1: no row is good: the one row read is bad",
            "batch 1: bad: 1 row; CAST 1 (n, e.g. 2.csv:2 'y')");
    assertThat(
            LocalSpark.spark().read().parquet(directory.resolve("good").toString()).collectAsList())
        .containsExactly(RowFactory.create(1, "01234"));
  }

  @Test
  void everyCodeIsDescribed() {
    String described = String.join("", p3("describe", "ingest").outputLines());

    for (RowFault fault : RowFault.values()) {
      assertThat(described).contains(fault.name());
    }
    assertThat(described).contains("--faults", "extraFields=");
  }

  @Test
  void anotherWordForFaultsIsRefused() {
    Typed typed = ingest("--faults", "every");

    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages()).contains("--faults", "first", "all");
  }
}
