package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.cluster.StandaloneCluster;
import dev.p3.profile.ProfilePlugin;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /**
   * The profiler's samples of the second stage have three points of error at most; of functions
   * that work in the JVM's own stubs five, and with async-profiler alone.
   */
  @ParameterizedTest
  @CsvSource({"jfr, loops, 0.03", "async, stubs, 0.05"})
  void anApplicationThatKnowsNothingOfP3IsProfiledByAPluginAlone(
      String sampler, String work, double most) throws Exception {
    Path folder = Files.createDirectory(directory.resolve("plain-" + sampler));
    Path jar =
        ExampleJar.of(
            folder,
            "Plain",
            """
            import java.lang.management.ManagementFactory;
            import java.util.List;
            import java.util.stream.IntStream;
            import org.apache.spark.api.java.JavaSparkContext;
            import org.apache.spark.sql.SparkSession;

            public final class Plain {
              public static void main(String[] arguments) {
                boolean inStubs = arguments[0].equals("stubs");
                var spark = SparkSession.builder().getOrCreate();
                var context = new JavaSparkContext(spark.sparkContext());
                // Executors take seconds until they sample.
                context.parallelize(numbers(2), 2).foreach(i -> loop(8_000));
                context
                    .parallelize(numbers(40), 2)
                    .map(i -> (inStubs ? stub(490) : loop(490)) + i)
                    .map(i -> loop(210) + i)
                    .count();
                spark.range(0, 20_000_000, 1, 4).selectExpr("sum(hash(id, id + 1))").collect();
                spark.stop();
              }

              static List<Integer> numbers(int count) {
                return IntStream.range(0, count).boxed().toList();
              }

              static long now() {
                return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
              }

              static double loop(long millis) {
                long end = now() + millis * 1_000_000;
                long value = millis;
                while (now() < end) {
                  for (int i = 0; i < 200_000; i++) {
                    value = value * 6364136223846793005L + i;
                  }
                }
                return value;
              }

              static double stub(long millis) {
                long end = now() + millis * 1_000_000;
                double value = millis;
                while (now() < end) {
                  for (int i = 0; i < 20_000; i++) {
                    value += Math.sin(value + i);
                  }
                }
                return value;
              }
            }
            """);
    Path profile = folder.resolve("profile");
    Path home = Files.createDirectory(folder.resolve("home"));
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
                ProfilePlugin.SAMPLER + "=" + sampler,
                "--conf",
                ProfilePlugin.DIRECTORY + "=" + profile.toUri(),
                "--conf",
                "spark.executor.extraJavaOptions=-Duser.home=" + home,
                jar,
                work));
    assertThat(submitted.exitCode()).as(submitted.messages()).isZero();
    try (InputStream file = Files.newInputStream(profile.resolve(Profiled.JSON))) {
      RunProfile run = RunProfile.readFrom(file);
      assertThat(run.application().status()).isEqualTo("complete");
      assertThat(run.profiler().sampler()).isEqualTo(sampler);
      assertThat(run.executors()).hasSize(2);
      assertThat(run.executors())
          .extracting(ExecutorProfile::hasSamples)
          .as("%s %s", run.notes(), submitted.messages())
          .containsOnly(true);
      assertThat(run.queries()).isNotEmpty();
      assertThat(shareOfFirst(run.stages().get(1))).isCloseTo(0.7, within(most));
    }
    // What executors of a machine would share there, one could find half-written by another.
    assertThat(home).isEmptyDirectory();
    assertThat(profile.resolve("profile.html")).isNotEmptyFile();
    assertThat(profile.resolve(Profiled.CPU)).content().contains("stage 0 ", "Plain.loop");
  }

  /** Of the CPU time of two functions that follow each other. */
  private static double shareOfFirst(StageProfile stage) {
    List<FunctionProfile> own =
        stage.functions().stream().filter(each -> each.function().contains("lambda$")).toList();
    assertThat(own).hasSize(2);
    return own.get(0).cpuShare() / (own.get(0).cpuShare() + own.get(1).cpuShare());
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
            Launched.JAR,
            "run"));
    words.addAll(Arrays.asList(job));
    words.addAll(List.of("--out", "parquet:" + output));
    return sparkSubmit(directory, words);
  }

  /** To the cluster, with executors of one core. */
  private static Launched sparkSubmit(Path from, List<?> words) throws IOException {
    var all =
        new ArrayList<Object>(
            List.of("--executor-memory", "1g", "--conf", "spark.executor.cores=1"));
    all.addAll(words);
    return Launched.sparkSubmit(from, master, cluster.properties(), all);
  }

  private static RowDigest digest(Path output) {
    return RowDigest.of(LocalSpark.spark().read().parquet(output.toString()));
  }

  /** In cluster mode submitting returns before the job is done. */
  private static void awaitSuccess(Path output) {
    Hanging.until("the end of " + output, () -> Files.exists(output.resolve("_SUCCESS")));
  }
}
