package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.p3.Hanging;
import dev.p3.data.Connector.Existing;
import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.BadUsageException;
import dev.p3.run.BuildInfo;
import dev.p3.session.OpenModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers and executors in processes of their own that are killed or stopped while a request of
 * theirs stands still in the store: no row is lost or doubled, and none looks complete that is not.
 */
@Tag("object-store")
class ObjectStoreDriversIT {
  private static final int KILLED = 137;
  private static final List<String> OLD = List.of("a=1");
  private static final List<String> NEW = List.of("a=2", "b=1");

  @TempDir private static Path directory;
  private static S3Server server;

  private final SparkSession spark = server.session();
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();
  private final List<Process> started = new ArrayList<>();
  private String key;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void nameOutput(TestInfo test) {
    key = test.getTestMethod().orElseThrow().getName() + "/out";
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
    server.age("\0");
  }

  @Test
  void aDriverKilledWhileItMovesFilesHasItsRowsMovedByTheNextRun() throws Exception {
    run("a").exitCode();
    var hold = server.hold(change -> change.startsWith("copy " + key + "/part-"));
    Driver killed = run("a b a", "--overwrite");
    Hanging.until("a copy", () -> hold.isReached() || !killed.isAlive());
    killed.kill();
    hold.drop();

    assertThat(killed.exitCode()).as(killed.messages()).isEqualTo(KILLED);
    assertNotComplete();
    // Refused, as there is an output: that of the run before it.
    Driver next = run("c");
    assertThat(next.exitCode()).as(next.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(next.messages()).contains("it exists");
    assertThat(counts()).isEqualTo(NEW);
    assertNothingElse();
  }

  @Test
  void aDriverKilledBeforeItHasDecidedLeavesTheOldRowsAndTheNextRunClears() throws Exception {
    run("a").exitCode();
    var hold = server.hold(change -> change.startsWith("put " + staging()) && isRecord(change));
    Driver killed = run("a b a", "--overwrite");
    Hanging.until("its record", () -> hold.isReached() || !killed.isAlive());
    killed.kill();
    hold.drop();

    assertThat(killed.exitCode()).as(killed.messages()).isEqualTo(KILLED);
    assertThat(counts()).isEqualTo(OLD);
    Driver next = run("a b a", "--overwrite");
    assertThat(next.exitCode()).as(next.messages()).isZero();
    assertThat(counts()).isEqualTo(NEW);
    assertNothingElse();
  }

  @Test
  void aDriverStoppedBeforeItHasDecidedIsTakenForDeadAndLearnsSo() throws Exception {
    var hold = server.hold(change -> change.startsWith("put " + staging()) && isRecord(change));
    Driver stopped = run("a");
    Hanging.until("its record", () -> hold.isReached() || !stopped.isAlive());
    stopped.signal("STOP");
    server.age(staging());
    hold.make();
    Driver other = run("a b a");
    assertThat(other.exitCode()).as(other.messages()).isZero();
    stopped.signal("CONT");

    assertThat(stopped.exitCode()).as(stopped.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(stopped.messages()).contains("p3: ").doesNotContain("\tat ");
    assertThat(counts()).isEqualTo(NEW);
    assertNothingElse();
  }

  @Test
  void aDriverStoppedWhileItMovesFilesChangesNothingOfWhatAnotherHasPublishedSince()
      throws Exception {
    var hold = server.hold(change -> change.startsWith("copy " + key + "/part-"));
    Driver stopped = run("a");
    Hanging.until("a copy", () -> hold.isReached() || !stopped.isAlive());
    stopped.signal("STOP");
    server.age(staging());
    hold.make();
    Hanging.until("the copy", () -> keys().anyMatch(each -> each.startsWith(key + "/part-")));
    Driver other = run("a b a", "--overwrite");
    assertThat(other.exitCode()).as(other.messages()).isZero();
    stopped.signal("CONT");

    assertThat(stopped.exitCode()).as(stopped.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(counts()).isEqualTo(NEW);
    assertNothingElse();
  }

  @Test
  void anExecutorKilledWhileItUploadsCostsNoRowAndDoublesNone() throws Exception {
    var hold = server.hold(change -> change.startsWith("put " + staging()) && isPending(change));
    Driver run = run("a b a", "--target", "local-cluster[2,1,1024]");
    Hanging.until("an upload", () -> hold.isReached() || !run.isAlive());
    assertThat(run.process().descendants().filter(ProcessHandle::destroyForcibly)).isNotEmpty();
    hold.drop();

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(counts()).isEqualTo(NEW);
    assertNothingElse();
  }

  /** Of copied checkpoints no lock tells that another run is at work. */
  @Test
  void ofTwoDriversThatAddABatchAtOnceEachRowIsThereOnce() throws Exception {
    Path in = Files.createDirectory(directory.resolve("rows"));
    Path first = in.resolve("first.csv");
    Files.writeString(first, "id\n0\n1\n");
    Path checkpoint = directory.resolve("checkpoint");
    Path copied = directory.resolve("copied");
    Driver begun = stream(in, checkpoint);
    assertThat(begun.exitCode()).as(begun.messages()).isZero();
    FileUtils.copyDirectory(checkpoint.toFile(), copied.toFile());
    Files.writeString(in.resolve("second.csv"), "id\n2\n3\n");

    var hold = server.hold(change -> change.startsWith("copy " + key + "/part-"));
    Driver stopped = stream(in, checkpoint);
    Hanging.until("a copy", () -> hold.isReached() || !stopped.isAlive());
    Driver other = stream(in, copied);
    Hanging.until("its batch", () -> isAdded(1) || !other.isAlive());
    hold.make();

    assertThat(stopped.exitCode()).as(stopped.messages()).isZero();
    assertThat(other.exitCode()).as(other.messages()).isZero();
    assertThat(spark.read().json(S3Server.uri(key)).orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(keys()).noneMatch(each -> each.contains(".p3-"));
  }

  private boolean isAdded(int batch) {
    return keys().anyMatch(each -> each.contains(String.format("/part-%010d-", batch)));
  }

  @Test
  void aDriverWithoutCredentialsSaysSo() throws Exception {
    Driver run =
        run(
            "a",
            "--conf",
            "spark.hadoop.fs.s3a.aws.credentials.provider=software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider");

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(run.messages()).contains("redentials", key).doesNotContain("\tat ");
  }

  private String staging() {
    return key.replace("/out", "/.out.p3-");
  }

  private static boolean isRecord(String change) {
    return change.endsWith("/_p3/run.json");
  }

  /** What S3A's committer writes when a file is uploaded, and not yet visible. */
  private static boolean isPending(String change) {
    return change.contains("__magic") && change.endsWith(".pending");
  }

  private void assertNotComplete() {
    assertThat(keys()).doesNotContain(key + "/_SUCCESS");
    assertThat(
            catchThrowable(
                () -> Connectors.find(DataLocation.parse("csv:" + S3Server.uri(key)), hadoop)))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("has not moved all files there yet");
  }

  /** Nothing of another run, and nothing that would hold the next one up. */
  private void assertNothingElse() {
    assertThat(keys().filter(each -> !each.endsWith("/"))) // S3A's markers of directories
        .contains(key + "/_SUCCESS")
        .noneMatch(each -> each.contains(".p3-"));
    assertThat(
            catchThrowable(
                () ->
                    Connectors.output(
                        DataLocation.parse("csv:" + S3Server.uri(key)), Existing.REFUSE, hadoop)))
        .hasMessageContaining("it exists; pass --overwrite");
    assertThat(keys()).noneMatch(each -> each.contains(".p3-")); // which the next run takes away
  }

  private Stream<String> keys() {
    return server.keys(key.substring(0, key.indexOf('/'))).stream();
  }

  private List<String> counts() {
    return spark
        .read()
        .option("header", "true")
        .csv(S3Server.uri(key))
        .selectExpr("concat(token, '=', count) as text")
        .orderBy("text")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Counts the words of a text into this test's output, in a JVM of its own. */
  private Driver run(String text, Object... more) throws IOException {
    Path in = Files.writeString(Files.createTempFile(directory, "in", ".txt"), text + "\n");
    var words = new ArrayList<Object>(List.of("word-count", "--in", in));
    words.addAll(List.of("--out", "csv:" + S3Server.uri(key)));
    words.addAll(List.of(more));
    return start(words);
  }

  /** Adds the rows of a folder that are new to this test's output, in a JVM of its own. */
  private Driver stream(Path in, Path checkpoint) throws IOException {
    return start(
        List.of(
            "ingest",
            "--schema",
            "id int not null",
            "--in",
            "csv:" + in,
            "--stream",
            "--checkpoint",
            checkpoint,
            "--out",
            "good=json:" + S3Server.uri(key)));
  }

  private Driver start(List<Object> words) throws IOException {
    var settings = new LinkedHashMap<>(server.settings());
    settings.remove("spark.master");
    settings.put("spark.hadoop.fs.defaultFS", "file:///");
    settings.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    String executors = "spark.executor.defaultJavaOptions";
    settings.put(executors, System.getProperty(executors));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(OpenModules.options());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("run");
    words.stream().map(Object::toString).forEach(command::add);
    Path messages = Files.createTempFile(directory, "messages", ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile());
    // Spark looks for its jars there; all of them are on the class path.
    Files.createDirectories(directory.resolve("spark/jars"));
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                directory.resolve("spark").toString(),
                "SPARK_SCALA_VERSION",
                BuildInfo.scalaVersion()));
    Process process = builder.start();
    started.add(process);
    return new Driver(process, messages);
  }

  private record Driver(Process process, Path log) {
    boolean isAlive() {
      return process.isAlive();
    }

    int exitCode() throws InterruptedException {
      return Hanging.exitCode(process);
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      exitCode();
    }

    void signal(String name) throws Exception {
      assertThat(
              new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                  .start()
                  .waitFor())
          .isZero();
    }

    String messages() throws IOException {
      return Files.readString(log);
    }
  }
}
