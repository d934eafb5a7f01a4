package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.Readme;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator does by {@code deploy/yarn}, on a real HDFS and YARN: the README's own commands,
 * with the settings of {@code conf/yarn.conf} as they are.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class YarnIT {
  private static final Pattern LOG = Pattern.compile("Its log: (yarn logs -applicationId \\S+)");
  private static final Pattern STARTED = Pattern.compile("Starting task .*,executor (\\d+),");
  private static final String INPUT = "/logs/words.gz";

  @TempDir private static Path directory;
  private static final Map<String, String> environment = new HashMap<>();
  private static HadoopCluster cluster;

  /** The commands of the README: first those of runs, then those that put Spark's jars there. */
  private static List<List<String>> readme;

  @BeforeAll
  static void startCluster() throws Exception {
    readme =
        Readme.blocks(Launched.ROOT.resolve("deploy/yarn")).stream()
            .map(block -> block.text().lines().toList())
            .toList();
    cluster = new HadoopCluster(Files.createDirectory(directory.resolve("hadoop")));
    environment.put("P3_BUILD", "never");
    environment.put("SPARK_HOME", SparkDistribution.in(directory.resolve("spark")).toString());
    environment.put("HADOOP_CONF_DIR", cluster.configuration().toString());
    environment.put("PATH", cluster.commands() + ":" + System.getenv("PATH"));
    String options = "spark.%s.extraJavaOptions=" + Launched.SHORT_LIVED;
    environment.put(
        "P3_CONF",
        Stream.of("driver", "executor", "yarn.am")
            .map(options::formatted)
            .collect(Collectors.joining(";")));
    environment.put("HOME", Files.createDirectory(directory.resolve("home")).toString());
    put(INPUT, CommandLineFixture.gzip("a rose is a rose\nof a kind\n"));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    try {
      Hanging.until("the end of all containers", () -> cluster.containers().isEmpty());
      try (FileSystem files = files()) {
        var staged = new org.apache.hadoop.fs.Path(files.getHomeDirectory(), ".sparkStaging");
        assertThat(files.listStatus(staged)).isEmpty();
      }
    } finally {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void theJarsOfSparkArePutThereOnce() throws Exception {
    for (String command : readme.get(1)) {
      Launched put = typed(command.replace("/tmp/", directory + "/"));
      assertThat(put.exitCode()).as(command + put.messages()).isZero();
    }
    assertThat(directory.resolve("home/.config/p3/yarn.conf"))
        .content()
        .startsWith("spark.yarn.archive hdfs:///");
  }

  @Test
  @Order(2)
  void theDoctorFindsTheClusterAndItsExecutors() throws Exception {
    Launched doctor = typed(readme.get(0).get(0));

    assertThat(doctor.exitCode()).as(doctor.output() + doctor.messages()).isZero();
    assertThat(doctor.output())
        .containsPattern("ok +reach +ResourceManager of ")
        .containsPattern("ok +executors +")
        .contains("Target yarn: nothing is known that would fail.");
  }

  @Test
  @Order(3)
  void inClientModeTheRowsAreThoseOfALocalRun() throws Exception {
    Launched run = typed(readme.get(0).get(1));

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(counts("/counts")).isEqualTo(expected("--in", cluster.uri(INPUT)));
  }

  @Test
  @Order(4)
  void inClusterModeTheRowsAreThoseOfALocalRun() throws Exception {
    put(INPUT, CommandLineFixture.gzip("a rose is another rose\n"));
    Launched run = typed(readme.get(0).get(2));

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.messages()).contains("Submitted as application_", "The driver ended well.");
    assertThat(counts("/counts")).isEqualTo(expected("--in", cluster.uri(INPUT)));
  }

  @Test
  @Order(5)
  void aRunThatFailsInClusterModeSaysHowToReadTheReason() throws Exception {
    Launched run =
        typed(
            "./p3 run word-count --in hdfs:///none --out csv:none --target yarn"
                + " --deploy-mode cluster");

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(run.messages()).contains("p3: the job failed; the driver's log says why");
    Matcher log = LOG.matcher(run.messages());
    assertThat(log.find()).as(run.messages()).isTrue();
    String command = log.group(1);
    assertThat(command.replaceFirst("application_\\d+_\\d+", "APPLICATION"))
        .isEqualTo(readme.get(0).get(3));
    // Nodes hand in their logs when an application is over.
    Hanging.until("the log", () -> log(command).contains("End of LogType:stderr"));
    assertThat(log(command)).contains("p3: Cannot read 'hdfs:///none': no such file or directory.");
  }

  private static String log(String command) throws Exception {
    return ended(typed(command)).output();
  }

  @Test
  @Order(6)
  @Tag("targets") // as many jobs as there are variants
  void jobsAndTwinsGiveTheRowsThatAreExpected() throws Exception {
    Launched run = typed("./p3 verify --target yarn --work hdfs:///verified");

    // Where jobs/matrix looks for the row.
    Files.writeString(Path.of("target/verify-yarn.out"), ended(run).output());
    assertThat(run.exitCode()).as(run.output() + run.messages()).isZero();
    assertThat(run.output()).contains("| yarn | spark").doesNotContain("FAILED");
  }

  /** The last one: there is a node less afterwards. */
  @Test
  @Order(7)
  void aNodeThatIsKilledCostsNoRow() throws Exception {
    Launched run =
        typed(
            "./p3 run word-count --out parquet:survived -v --target yarn"
                + " --conf spark.sql.files.maxPartitionBytes=4k");
    Hanging.until(
        "tasks on two executors",
        () -> executorsWithTasks(run.messages()) == 2 || !run.process().isAlive());
    cluster.killNodeWithout("ExecutorLauncher");

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.messages()).containsPattern("Lost executor \\d");
    assertThat(counts("/user/" + System.getProperty("user.name") + "/survived"))
        .isEqualTo(expected());
  }

  private static long executorsWithTasks(String log) {
    return STARTED.matcher(log).results().map(task -> task.group(1)).distinct().count();
  }

  /** The rows that the same job writes in this JVM. */
  private static RowDigest expected(Object... input) {
    Path output = directory.resolve("expected");
    var words =
        new ArrayList<Object>(
            List.of("run", "word-count", "--out", "parquet:" + output, "--overwrite"));
    words.addAll(List.of(input));
    CommandLineFixture.Typed run = CommandLineFixture.p3(words.toArray());
    assertThat(run.exitCode()).as(run.messages()).isZero();
    return RowDigest.of(LocalSpark.spark().read().parquet(output.toString()));
  }

  private static RowDigest counts(String place) {
    return RowDigest.of(LocalSpark.spark().read().parquet(cluster.uri(place)));
  }

  private static Launched ended(Launched run) throws InterruptedException {
    run.exitCode();
    return run;
  }

  /** In the checkout, as READMEs have it. */
  private static Launched typed(String command) throws IOException {
    return Launched.start(
        directory, environment, List.of("sh", "-c", "cd \"$0\" && " + command, Launched.ROOT));
  }

  private static void put(String place, byte[] content) throws IOException {
    try (FileSystem files = files();
        OutputStream out = files.create(new org.apache.hadoop.fs.Path(place))) {
      out.write(content);
    }
  }

  private static FileSystem files() throws IOException {
    return FileSystem.newInstance(URI.create(cluster.uri("/")), new Configuration());
  }
}
