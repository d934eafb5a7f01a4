package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.cluster.StandaloneCluster;
import dev.p3.run.BuildInfo;
import dev.p3.session.OpenModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What p3 says on a cluster of one core whose executors cannot start, or are not to be had. */
class ClusterFaultsIT {
  @TempDir private static Path directory;
  private static StandaloneCluster cluster;
  private static String master;

  @BeforeAll
  static void startCluster() {
    cluster = new StandaloneCluster(Launched.SPARK_HOME, directory.resolve("cluster"));
    master = cluster.start(1, 1, "1g", 0).masterUrl();
  }

  @AfterAll
  static void stopCluster() {
    cluster.stop();
  }

  @Test
  void aRunWithoutAFreeSlotSaysThatItWaitsForWhatAndSinceWhen() throws Exception {
    Launched run = started("--conf", "spark.executor.memory=4g");

    assertSays(
        run,
        "waits since \\d\\d:\\d\\d:\\d\\d for %s to start an executor of all its worker's cores and 4g, for which it may have no free slot",
        master);
  }

  @Test
  void aDriverWithoutAFreeSlotSaysThatItWaitsForWhatAndSinceWhen() throws Exception {
    Launched run = started("--deploy-mode", "cluster", "--conf", "spark.driver.memory=4g");

    assertSays(
        run,
        "The driver waits since \\d\\d:\\d\\d:\\d\\d for a worker with 1 free cores and 4g of memory");
  }

  /** A Java that is too old ends in this way; there is none here that is. */
  @Test
  void executorsWhoseJavaCannotRunThemAreCountedWithWhatToDo() throws Exception {
    Path java = Files.createDirectories(directory.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho LinkageError >&2\nexit 1\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Launched run = started("--conf", "spark.executorEnv.JAVA_HOME=" + directory.resolve("old"));

    assertGivesUp(run, "their Java may be too old \\(17 or later is needed\\)");
  }

  @Test
  void aCellThatAwaitsRowsOfSuchExecutorsSaysWhy() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("cell"));
    Path jar =
        ExampleJar.of(
            folder,
            "Cell",
            """
            import dev.p3.P3;
            import org.apache.spark.sql.SparkSession;

            public final class Cell {
              public static void main(String[] arguments) {
                try {
                  P3.display(SparkSession.builder().getOrCreate().range(5));
                } catch (RuntimeException e) {
                  System.err.println("The cell says: " + e.getMessage());
                }
              }
            }
            """);
    Launched cell =
        Launched.sparkSubmit(
            folder,
            master,
            cluster.properties(),
            List.of(
                "--conf",
                "spark.driver.host=127.0.0.2",
                "--class",
                "Cell",
                "--jars",
                Launched.JAR,
                jar));

    assertThat(cell.exitCode()).as(cell.messages()).isZero();
    assertThat(cell.messages())
        .containsPattern("The cell says: No executor could start: \\d{2,} ended at once");
  }

  /** As behind NAT: where the driver says it is, executors find nobody. */
  @Test
  void aDriverThatExecutorsDoNotReachIsToldWhichSettingsHelp() throws Exception {
    Launched run =
        started(
            "--conf",
            "spark.driver.host=127.0.0.2",
            "--conf",
            "spark.driver.bindAddress=127.0.0.1");

    assertGivesUp(
        run,
        "they cannot reach the driver \\(spark\\.driver\\.host;.*spark\\.driver\\.bindAddress=0\\.0\\.0\\.0");
  }

  /** The driver alone has p3's jar, as a program does that was started by java. */
  @Test
  void theDoctorNamesExecutorsWithoutTheRegistrator() throws Exception {
    var command =
        new ArrayList<Object>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Launched.SHORT_LIVED,
                "-D" + Launched.EXECUTORS,
                "-cp",
                Launched.SPARK_HOME.resolve("jars") + "/*:" + Launched.JAR,
                "-Dspark.master=local-cluster[1,1,1024]",
                "-Dlog4j2.configurationFile=" + Launched.ROOT.resolve("conf/log4j2.properties")));
    command.addAll(OpenModules.options());
    command.addAll(List.of(Main.class.getName(), "doctor", "--wait", "1800"));
    Launched doctor =
        Launched.start(
            directory,
            Map.of(
                "SPARK_HOME",
                Launched.SPARK_HOME.toString(),
                "SPARK_SCALA_VERSION",
                BuildInfo.scalaVersion(),
                "SPARK_LOCAL_IP",
                "127.0.0.1"),
            command);

    assertThat(doctor.exitCode()).as(doctor.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(doctor.output())
        .contains(
            "they do not have p3's classes, its registrator for Kryo among them",
            "Give them p3's jar");
  }

  private static Launched started(Object... words) throws IOException {
    var all = new ArrayList<Object>(List.of("run", "word-count", "--top", "1"));
    all.addAll(
        List.of(
            "--target",
            master,
            "--conf",
            "spark.authenticate=true",
            "--conf",
            "spark.authenticate.secret.file=" + directory.resolve("cluster/secret")));
    all.addAll(List.of(words));
    return Launched.p3(directory, all.toArray());
  }

  /** Spark's master would start one after the other for ever. */
  private static void assertGivesUp(Launched run, String remedy) throws Exception {
    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(run.messages())
        .containsPattern(
            "No executor could start: \\d{2,} ended at once \\(Command exited with code 1\\); .*"
                + remedy)
        .doesNotContain("\tat ");
  }

  /** Waits until it says so, and ends it, as it would wait for ever. */
  private static void assertSays(Launched run, String pattern, Object... arguments)
      throws Exception {
    var said = Pattern.compile(pattern.formatted(arguments));
    try {
      Hanging.until(pattern, () -> said.matcher(run.messages()).find() || !run.process().isAlive());
      assertThat(run.messages()).containsPattern(said).doesNotContain("\tat ");
    } finally {
      run.process().destroy();
      run.exitCode();
    }
  }
}
