package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.cluster.StandaloneCluster;
import dev.p3.profile.ProfilePlugin;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shaded jar through the embedded Spark's spark-submit on a real master and worker, each in a
 * process of its own: the rows are those of a local run.
 */
class StandaloneIT {
  @TempDir private static Path directory;
  private static StandaloneCluster cluster;
  private static String master;

  @BeforeAll
  static void startCluster() {
    cluster = new StandaloneCluster(Launched.SPARK_HOME, directory.resolve("cluster"));
    // In cluster mode the driver takes a core and 1 GiB of the worker.
    master = cluster.start(1, 2, "3g", 0).masterUrl();
  }

  @AfterAll
  static void stopCluster() {
    cluster.stop();
  }

  @Test
  void wordCountGivesTheRowsOfALocalRunInClientAndInClusterMode() throws Exception {
    assertSameAsLocal("word-count", "--tokens", "words");
  }

  @Test
  void enrichGivesTheRowsOfALocalRunInClientAndInClusterMode() throws Exception {
    assertSameAsLocal("enrich", "--on", "origin=iata", "--on", "destination=iata");
  }

  @Test
  void whoDoesNotKnowTheSecretIsToldSo() throws Exception {
    Path other = Files.writeString(directory.resolve("other-secret"), "0".repeat(64));
    Launched stranger =
        Launched.p3(
            directory,
            "run",
            "word-count",
            "--target",
            master,
            "--conf",
            "spark.authenticate=true",
            "--conf",
            "spark.authenticate.secret.file=" + other);

    // Before a session is opened, in which Spark would ask for a minute.
    assertThat(stranger.exitCode()).as(stranger.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(stranger.messages())
        .contains(
            "Cannot reach a Spark master at " + master, "does not take the secret of this run")
        .doesNotContain("\tat ");
  }

  /**
   * The driver starts without {@code --add-opens}, and executors know the job by its name alone.
   */
  @Tag("published") // with what else other people's projects need
  @Test
  void aProgramOfOnesOwnRunsInClusterModeWithAJobThatNoServiceNames() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("own"));
    Path jar =
        ExampleJar.withoutServices(
            folder,
            """
            public final class Own {
              public static void main(String[] arguments) {
                dev.p3.P3.main(arguments, new example.sessions.SessionsJob());
              }
            }
            """);
    Path output = directory.resolve("own-sessions");
    Launched submitted =
        Launched.p3(
            folder,
            "submit",
            "--class",
            "Own",
            "--master",
            master,
            "--properties-file",
            cluster.properties(),
            "--deploy-mode",
            "cluster",
            "--driver-memory",
            "1g",
            "--conf",
            "spark.executor.memory=1g",
            "--conf",
            "spark.executor.cores=1",
            "--conf",
            "spark.driver.bindAddress=127.0.0.1",
            jar,
            "run",
            "sessions",
            "--out",
            "parquet:" + output);
    assertThat(submitted.exitCode()).as(submitted.messages()).isZero();
    awaitSuccess(output);
    assertThat(LocalSpark.spark().read().parquet(output.toString()).count()).isGreaterThan(100);
  }

  /** The executors have the job's classes by {@code --jars} alone. */
  @Test
  void aJobOfAnotherJarGivesTheRowsOfALocalRunWithOnlyRegisteredClassesSent() throws Exception {
    Path jar = ExampleJar.in(Files.createDirectory(directory.resolve("jar")));
    Path local = directory.resolve("sessions-local");
    Launched here =
        Launched.p3(directory, "run", "sessions", "--jar", jar, "--out", "parquet:" + local);
    assertThat(here.exitCode()).as(here.messages()).isZero();
    Path there = directory.resolve("sessions-there");
    Launched submitted =
        submit(
            "client",
            there,
            List.of("--jars", jar, "--conf", "spark.kryo.registrationRequired=true"),
            "sessions");
    assertThat(submitted.exitCode()).as(submitted.messages()).isZero();
    assertThat(digest(there)).isEqualTo(digest(local));
  }

  @Test
  void anApplicationThatKnowsNothingOfP3IsProfiledByAPluginAlone() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("plain"));
    Path jar =
        ExampleJar.of(
            folder,
            "Plain",
            """
            public final class Plain {
              public static void main(String[] arguments) {
                var spark = org.apache.spark.sql.SparkSession.builder().getOrCreate();
                long end = System.nanoTime() + 20_000_000_000L; // executors take seconds until they sample
                while (System.nanoTime() < end) {
                  spark.range(0, 20_000_000, 1, 4).selectExpr("sum(hash(id, id + 1))").collect();
                }
                spark.stop();
              }
            }
            """);
    Path profile = folder.resolve("profile");
    Launched submitted =
        sparkSubmit(
            folder,
            List.of(
                "--class",
                "Plain",
                "--jars",
                Launched.JAR,
                "--conf",
                "spark.plugins=" + ProfilePlugin.NAME,
                "--conf",
                ProfilePlugin.DIRECTORY + "=" + profile.toUri(),
                jar));
    assertThat(submitted.exitCode()).as(submitted.messages()).isZero();
    try (InputStream file = Files.newInputStream(profile.resolve(Profiled.JSON))) {
      RunProfile run = RunProfile.readFrom(file);
      assertThat(run.application().status()).isEqualTo("complete");
      assertThat(run.executors()).hasSize(2).allMatch(ExecutorProfile::hasSamples);
      assertThat(run.queries()).isNotEmpty();
    }
    assertThat(profile.resolve("profile.html")).isNotEmptyFile();
    assertThat(profile.resolve(Profiled.CPU)).content().contains("stage 0 ");
  }

  private static void assertSameAsLocal(String... job) throws Exception {
    Path local = directory.resolve(job[0] + "-local");
    var words = new ArrayList<Object>(List.of("run"));
    words.addAll(Arrays.asList(job));
    words.addAll(List.of("--out", "parquet:" + local));
    assertThat(CommandLineFixture.p3(words.toArray()).exitCode()).isZero();
    RowDigest expected = digest(local);

    Path client = directory.resolve(job[0] + "-client");
    Launched submitted = submit("client", client, List.of(), job);
    assertThat(submitted.exitCode()).as(submitted.messages()).isZero();
    assertThat(digest(client)).isEqualTo(expected);

    Path inCluster = directory.resolve(job[0] + "-cluster");
    Launched handedOver = submit("cluster", inCluster, List.of(), job);
    assertThat(handedOver.exitCode()).as(handedOver.messages()).isZero();
    awaitSuccess(inCluster);
    assertThat(digest(inCluster)).isEqualTo(expected);
  }

  private static Launched submit(String deployMode, Path output, List<?> more, String... job)
      throws IOException {
    var words = new ArrayList<Object>(more);
    words.addAll(
        List.of(
            "--deploy-mode",
            deployMode,
            "--driver-memory",
            "1g",
            "--conf",
            "spark.driver.extraJavaOptions=" + Launched.SHORT_LIVED,
            "--conf",
            "spark.executor.extraJavaOptions=" + Launched.SHORT_LIVED,
            Launched.JAR,
            "run"));
    words.addAll(Arrays.asList(job));
    words.addAll(List.of("--out", "parquet:" + output));
    return sparkSubmit(directory, words);
  }

  /** To the cluster, with executors of one core. */
  private static Launched sparkSubmit(Path from, List<?> words) throws IOException {
    var command =
        new ArrayList<Object>(
            List.of(
                Launched.SPARK_HOME.resolve("bin/spark-submit"),
                "--master",
                master,
                "--properties-file",
                cluster.properties(),
                "--executor-memory",
                "1g",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1"));
    command.addAll(words);
    return Launched.start(from, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), command);
  }

  private static RowDigest digest(Path output) {
    return RowDigest.of(LocalSpark.spark().read().parquet(output.toString()));
  }

  /** In cluster mode submitting returns before the job is done. */
  private static void awaitSuccess(Path output) {
    Hanging.until("the end of " + output, () -> Files.exists(output.resolve("_SUCCESS")));
  }
}
