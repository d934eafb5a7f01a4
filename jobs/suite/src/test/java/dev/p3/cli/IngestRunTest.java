package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.file;
import static dev.p3.cli.CommandLineFixture.gzip;
import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.LocalSpark;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.job.JobRegistry;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestRunTest {
  private static final String FLIGHTS =
      "date timestamp, delay int not null check(delay > -1440), origin string not null";
  private static final String MESSY =
      "date,delay,origin\n"
          + "2001-01-01 00:04:00,104,ORD\n"
          + "2001-01-01 00:12,3\n"
          + "yesterday,3,LAS\n"
          + "2001-01-01 00:23,,MDT\n"
          + "2001-01-01 00:24,-1440,MDT\n"
          + "2001-01-01 00:25,99999999999,MDT\n"
          + ",7,\"A\nB\"\n"
          + "2001-01-01 00:26,1,\"X\"Y\n";

  /** A row of the test. */
  public record Flight(String origin, int delay) {}

  @TempDir private Path directory;

  private JsonNode run(Path report) throws IOException {
    return new ObjectMapper().readTree(report.resolve("run.json").toFile());
  }

  private static List<Row> rows(Path parquet) {
    return LocalSpark.spark().read().parquet(parquet.toString()).collectAsList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"separate", "tangled"})
  void everyRowIsEitherGoodOrBadAndTheirNumbersAreSaid(String variant) throws IOException {
    Path raw = file(directory, "raw.csv", MESSY);
    Path good = directory.resolve("good.parquet");
    Path bad = directory.resolve("bad.parquet");

    Typed typed =
        p3(
            "run",
            "ingest",
            "--in",
            raw,
            "--schema",
            FLIGHTS,
            "--variant",
            variant,
            "--out",
            "good=" + good,
            "--out",
            "bad=" + bad,
            "--report",
            directory);

    assertThat(typed.messages())
        .contains("2 good + 6 bad = 8 rows read", "8 rows of raw read, 2 rows of good written to");
    assertThat(typed.exitCode()).isZero();
    assertThat(rows(good))
        .extracting(row -> row.getString(2))
        .containsExactlyInAnyOrder("ORD", "A\nB");
    assertThat(rows(bad))
        .extracting(row -> row.getLong(1) + " " + row.getString(2) + ": " + row.getString(5))
        .containsExactlyInAnyOrder(
            "3 null: row of 2 values (must be 3): no value for 'origin'",
            "4 date: not TIMESTAMP",
            "5 delay: null in a column that is NOT NULL",
            "6 delay: check failed: delay > -1440",
            "7 delay: out of the range of INT",
            "10 null: text after a closing quote");
    JsonNode metrics = run(directory).at("/metrics");
    assertThat(metrics.at("/read").asLong()).isEqualTo(8);
    assertThat(metrics.at("/good").asLong()).isEqualTo(2);
    assertThat(metrics.at("/bad").asLong()).isEqualTo(6);
    assertThat(run(directory).at("/inputs/0/rows").asLong()).isEqualTo(8);
  }

  @Test
  void fewBadRowsNeedNoSecondPass() throws Exception {
    Path raw = file(directory, "raw.csv", MESSY);
    var read = new LongAdder();
    var listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd task) {
            read.add(task.taskMetrics().inputMetrics().recordsRead());
          }
        };
    SparkContext context = LocalSpark.spark().sparkContext();
    context.listenerBus().waitUntilEmpty(10_000);
    context.addSparkListener(listener);
    try {
      Typed typed =
          p3(
              "run",
              "ingest",
              "--in",
              raw,
              "--schema",
              FLIGHTS,
              "--out",
              "good=json:" + directory.resolve("good"),
              "--out",
              "bad=json:" + directory.resolve("bad"));

      assertThat(typed.messages()).contains("2 good + 6 bad = 8 rows read");
      context.listenerBus().waitUntilEmpty(10_000);
      assertThat(read.sum()).isEqualTo(8);
    } finally {
      context.removeSparkListener(listener);
    }
  }

  @Test
  void rowsAreCountedWhicheverOutputIsWritten() throws IOException {
    Path raw = file(directory, "raw.csv", MESSY + "2001-01-02 00:04:00,5,ORD\n");
    for (String output : List.of("good", "bad", "good,bad", "-", "")) {
      var words = new ArrayList<Object>(List.of("run", "ingest", "--in", raw, "--schema", FLIGHTS));
      words.addAll(List.of("--key", "origin", "--report", directory));
      for (String name : output.isEmpty() ? new String[0] : output.split(",")) {
        words.add("--out");
        words.add(name.equals("-") ? "-" : name + "=csv:" + directory.resolve(output + name));
      }

      Typed typed = p3(words.toArray());

      assertThat(typed.messages()).contains("2 good + 6 bad + 1 duplicate = 9 rows read");
      assertThat(run(directory).at("/metrics/duplicates").asLong()).isEqualTo(1);
    }
  }

  @Test
  void aKeyWithoutAnyGoodRowLeavesTheNumbersRight() {
    Path raw = file(directory, "raw.csv", "date,delay,origin\nx,y,z\n");

    Typed typed =
        p3(
            "run",
            "ingest",
            "--in",
            raw,
            "--schema",
            FLIGHTS,
            "--key",
            "origin",
            "--out",
            "good=parquet:" + directory.resolve("good"));

    assertThat(typed.messages()).contains("0 good + 1 bad = 1 rows read");
    assertThat(typed.exitCode()).isZero();
  }

  @Test
  void aRecordServesAsSchema() {
    Path raw = file(directory, "raw.csv", "delay,origin,more\n5,ORD,x\n,LAS,y\n");
    Path good = directory.resolve("good.parquet");

    Typed typed =
        p3("run", "ingest", "--in", raw, "--record", Flight.class.getName(), "--out", good);

    assertThat(typed.messages()).contains("1 good + 1 bad = 2 rows read");
    assertThat(rows(good)).containsExactly(RowFactory.create("ORD", 5));
  }

  @Test
  void whatMakesNoSenseIsSaidAtOnceAndNothingIsWritten() {
    Path raw = file(directory, "raw.csv", MESSY);
    Path good = directory.resolve("good.parquet");

    Typed none = p3("run", "ingest", "--in", raw, "--out", good);
    Typed both =
        p3("run", "ingest", "--in", raw, "--schema", "a int", "--record", Flight.class.getName());
    Typed text =
        p3("run", "ingest", "--in", raw, "--schema", "date timestmp, delay in", "--variant", "x");
    Typed check =
        p3("run", "ingest", "--in", raw, "--schema", "delay int check(dely > 1)", "--out", good);
    Typed key = p3("run", "ingest", "--in", raw, "--schema", "delay int", "--key", "dely");
    Typed column = p3("run", "ingest", "--in", raw, "--schema", "dely int", "--out", good);
    Typed noClass = p3("run", "ingest", "--in", raw, "--record", "no.Such");

    assertThat(List.of(none, both, text, check, key, column, noClass))
        .allSatisfy(typed -> assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE));
    assertThat(none.messages()).contains("Missing --schema TEXT or --record CLASS");
    assertThat(both.messages()).contains("must be one of both");
    assertThat(text.messages())
        .contains("       ^ 'timestmp' is no type. Did you mean 'timestamp'?")
        .contains("                       ^ 'in' is no type. Did you mean 'int'?")
        .contains("Invalid --variant");
    assertThat(check.messages()).contains("                  ^ ", "dely");
    assertThat(key.messages()).contains("Did you mean 'delay'?");
    assertThat(column.messages()).contains("header without column 'dely'", "Did you mean 'delay'?");
    assertThat(noClass.messages()).contains("there is no such class");
    assertThat(good).doesNotExist();
  }

  @Test
  void bothVariantsGiveTheSameRowsOfTheSample() {
    String[] outputs = {"good", "bad"};
    var digests = new ArrayList<RowDigest>();
    for (String variant : List.of("separate", "tangled")) {
      var words = new ArrayList<Object>(List.of("run"));
      words.addAll(JobRegistry.ofThread().named("ingest").description().example());
      words.addAll(List.of("--variant", variant));
      for (String output : outputs) {
        words.addAll(List.of("--out", output + "=parquet:" + directory.resolve(variant + output)));
      }
      assertThat(p3(words.toArray()).exitCode()).isZero();
      for (String output : outputs) {
        var rows =
            LocalSpark.spark().read().parquet(directory.resolve(variant + output).toString());
        digests.add(RowDigest.of(output.equals("bad") ? rows.drop("source") : rows));
      }
    }
    assertThat(digests.get(2)).isEqualTo(digests.get(0));
    assertThat(digests.get(3)).isEqualTo(digests.get(1));
    // 12 of the 3,376 airports have NA for a state: counted with grep -c ,NA,
    assertThat(digests).extracting(RowDigest::rows).containsExactly(3364L, 12L, 3364L, 12L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet", "orc"})
  void naughtyStringsComeThroughUnharmedAndBack(String format) throws IOException {
    List<String> strings = NaughtyStrings.all();
    var text = new StringBuilder("n,text\n");
    for (int i = 0; i < strings.size(); i++) {
      text.append(i).append(",\"").append(strings.get(i).replace("\"", "\"\"")).append("\"\n");
    }
    Path raw = file(directory, "naughty.csv", text.toString());
    String there = format + ":" + directory.resolve("there");
    Path back = directory.resolve("back.parquet");

    Typed out = p3("run", "ingest", "--in", raw, "--schema", "n int, text string", "--out", there);
    Typed in = p3("run", "ingest", "--in", there, "--schema", "n int, text string", "--out", back);

    assertThat(strings).hasSize(515);
    assertThat(out.messages()).contains("515 good + 0 bad = 515 rows read");
    assertThat(in.messages()).contains("515 good + 0 bad = 515 rows read");
    var found = new String[strings.size()];
    rows(back).forEach(row -> found[row.getInt(0)] = row.getString(1));
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isEqualTo(strings.get(i));
    }
  }

  @Test
  void compressedFilesAndGlobsAreReadToo() throws IOException {
    Files.write(directory.resolve("a.csv.gz"), gzip("a\n1\n2\n"));
    file(directory, "b.csv", "a\n3\nx\n");

    Typed typed =
        p3("run", "ingest", "--in", directory + "/*.csv*", "--schema", "a int", "--out", "bad=-");

    assertThat(typed.messages()).contains("3 good + 1 bad = 4 rows read");
    assertThat(typed.outputLines()).hasSize(2);
    assertThat(typed.outputLines().get(1)).contains("/b.csv,3,a,x,CAST,not INT,x");
  }
}
