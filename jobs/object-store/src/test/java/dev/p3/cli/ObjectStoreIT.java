package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.Connector.Existing;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Outputs and inputs on a real server of S3's protocol, by the file system that Spark uses. */
@Tag("object-store")
class ObjectStoreIT {
  private static S3Server server;

  private final SparkSession spark = server.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private Dataset<Row> rows(int number) {
    return spark.range(0, number, 1, 2).toDF("n");
  }

  private static String key(TestInfo test) {
    return test.getTestMethod().orElseThrow().getName() + "/out";
  }

  private Output output(String key, Existing existing) {
    return Connectors.output(DataLocation.parse("parquet:" + S3Server.uri(key)), existing, hadoop);
  }

  /** As the runner does, until the rows are there. */
  private Output staged(String key, Existing existing, int number) throws Exception {
    Output output = output(key, existing);
    output.write(rows(number));
    output.attach(
        "_p3/run.json",
        out -> out.write(Integer.toString(number).getBytes(StandardCharsets.UTF_8)));
    return output;
  }

  private void write(String key, Existing existing, int number) throws Exception {
    Output output = staged(key, existing, number);
    output.commit();
    output.discard();
  }

  private long rowsIn(String key) {
    return spark.read().schema("n LONG").parquet(S3Server.uri(key)).count();
  }

  private static String folder(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  @Test
  void everyJobReadsFromItAndWritesTheSameRowsToIt() {
    var output = new ByteArrayOutputStream();
    var messages = new ByteArrayOutputStream();
    int exitCode =
        new CommandLineApp(printer(output), printer(messages))
            .run("verify", "--work", S3Server.uri("work"));

    assertThat(exitCode)
        .as(output.toString(StandardCharsets.UTF_8) + messages.toString(StandardCharsets.UTF_8))
        .isEqualTo(CommandLineApp.DONE);
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("equal (2)");
    assertThat(server.changes())
        .anyMatch(change -> change.startsWith("put work/") && change.endsWith("/_SUCCESS"));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void theMarkerComesLastAndWhatTellsOfTheRunBeforeIt(TestInfo test) throws Exception {
    String key = key(test);
    write(key, Existing.REFUSE, 7);
    server.forget();
    write(key, Existing.REPLACE, 8);

    List<String> changes =
        server.changes().stream().filter(change -> change.contains(" " + key + "/")).toList();
    assertThat(changes)
        .endsWith(
            "put " + key + "/_p3/run.json",
            "put " + key + "/_SUCCESS",
            "remove " + key + "/_p3/publication-0000000001");
    assertThat(rowsIn(key)).isEqualTo(8);
    assertThat(server.keys(folder(key))).noneMatch(each -> each.contains(".p3-"));
  }

  @Test
  void theStoresOwnCommitterCopiesNothingBeforeTheRowsArePublished(TestInfo test) throws Exception {
    server.forget();
    Output output = staged(key(test), Existing.REFUSE, 7);

    assertThat(server.changes())
        .anyMatch(change -> change.startsWith("complete "))
        .noneMatch(change -> change.startsWith("copy "));
    output.commit();
    assertThat(server.changes()).anyMatch(change -> change.startsWith("copy "));
  }

  @Test
  void aFailedRunLeavesNothing(TestInfo test) throws Exception {
    String key = key(test);
    Output output = output(key, Existing.REFUSE);

    assertThatThrownBy(
            () -> output.write(rows(7).selectExpr("if(n = 6, raise_error('no more'), n) as n")))
        .hasStackTraceContaining("no more");
    output.discard();

    // S3A says so of the directory that the rows were staged in.
    assertThat(server.keys(folder(key))).containsOnly(folder(key) + "/");
  }

  @Test
  void theOldOutputStaysUntilTheNewOneIsComplete(TestInfo test) throws Exception {
    String key = key(test);
    write(key, Existing.REFUSE, 7);
    Output output = staged(key, Existing.REPLACE, 8);
    assertThat(rowsIn(key)).isEqualTo(7);

    output.commit();

    assertThat(rowsIn(key)).isEqualTo(8);
  }

  @Test
  void ofTwoRunsOneWinsWholeAndTheOtherSaysSo(TestInfo test) throws Exception {
    String key = key(test);
    Output first = output(key, Existing.REFUSE);
    Output second = output(key, Existing.REFUSE);
    first.write(rows(7));

    assertThatThrownBy(() -> second.write(rows(8)))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("another run is writing it");
    second.discard();
    first.commit();

    assertThat(rowsIn(key)).isEqualTo(7);
    assertThatThrownBy(() -> output(key, Existing.REFUSE))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("it exists; pass --overwrite");
  }

  @Test
  void whatARunHasDecidedAndCouldNotFinishTheNextOneFinishes(TestInfo test) throws Exception {
    String key = key(test);
    write(key, Existing.REFUSE, 7);
    Output output = staged(key, Existing.REPLACE, 8);
    server.refuseCopies(true);
    try {
      assertThatThrownBy(output::commit)
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining("its rows are complete, and the next run that writes there");
      output.discard();
    } finally {
      server.refuseCopies(false);
    }
    assertThatThrownBy(
            () -> Connectors.find(DataLocation.parse("parquet:" + S3Server.uri(key)), hadoop))
        .hasMessageContaining("has not moved all files there yet");

    assertThatThrownBy(() -> output(key, Existing.REFUSE)).hasMessageContaining("it exists");

    assertThat(rowsIn(key)).isEqualTo(8);
    assertThat(server.keys(folder(key)))
        .contains(key + "/_SUCCESS")
        .noneMatch(each -> each.contains(".p3-"));
  }

  @Test
  void anObjectWithoutAnETagIsRead(TestInfo test) throws Exception {
    String key = key(test) + "/" + S3Server.WITHOUT_ETAG + ".csv";
    var file = new Path(S3Server.uri(key));
    try (OutputStream out = file.getFileSystem(hadoop).create(file)) {
      out.write("n\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(spark.read().option("header", "true").csv(S3Server.uri(key(test))).count())
        .isEqualTo(2);
  }
}
