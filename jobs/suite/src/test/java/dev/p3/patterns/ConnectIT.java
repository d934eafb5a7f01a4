package dev.p3.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.FreePorts;
import dev.p3.Hanging;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Jobs through Spark Connect: a real server with p3's jar, and a client without another Spark. */
@EnabledIf(value = "isThere", disabledReason = "Spark Connect is tested on the default line only")
class ConnectIT {
  private static final Path ROOT = Path.of(System.getProperty("p3.root"));
  private static final Path CONNECT = Path.of(System.getProperty("p3.connect"));
  private static final Path SPARK = Path.of(System.getProperty("p3.spark.home"), "jars");
  private static final Pattern OF_CLIENT =
      Pattern.compile("(?!spark-).*|spark-(common-utils|sketch|tags|unsafe|variant)_.*");

  /**
   * What the client's jar does not have of the types that its methods name; Spark publishes them as
   * empty classes in spark-connect-shims, which not every mirror has.
   */
  private static final List<String> SHIMS =
      List.of(
          "org.apache.spark.SparkContext",
          "org.apache.spark.api.java.JavaRDD<T>",
          "org.apache.spark.rdd.RDD<T>",
          "org.apache.spark.sql.ExperimentalMethods",
          "org.apache.spark.sql.SparkSessionExtensions",
          "org.apache.spark.sql.execution.QueryExecution",
          "org.apache.spark.sql.internal.SessionState",
          "org.apache.spark.sql.internal.SharedState",
          "org.apache.spark.sql.sources.BaseRelation",
          "org.apache.spark.sql.util.ExecutionListenerManager");

  private static final String WHERE =
      " (run it where the program is Spark's driver: ./p3, spark-submit, EMR, Databricks dedicated compute)";

  /**
   * What the README says that runs, each as on the command line; of the others it names the job.
   */
  private static final List<String> RUN = inReadme("| outputs of ");

  private static final List<String> REFUSED = inReadme("| `word-count`");

  @TempDir private static Path directory;
  private static Process server;
  private static List<String> lines;
  private static String messages;

  static boolean isThere() {
    return Files.exists(CONNECT);
  }

  @BeforeAll
  static void runServerAndClient() throws Exception {
    String port = Integer.toString(FreePorts.one());
    Path found = directory.resolve("found");
    server =
        java(
            "server",
            Stream.concat(
                    Stream.of(CONNECT.resolve("server").toString(), SPARK.toString())
                        .map(folder -> folder + "/*"),
                    Stream.of(System.getProperty("p3.jar")))
                .collect(Collectors.joining(File.pathSeparator)),
            List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.sql.shuffle.partitions=2",
                "-Dspark.sql.extensions=dev.p3.udfs.P3Functions",
                "-Dspark.sql.warehouse.dir=" + directory.resolve("warehouse"),
                "-Dspark.connect.grpc.binding.address=127.0.0.1",
                "-Dspark.connect.grpc.binding.port=" + port,
                "org.apache.spark.sql.connect.service.SparkConnectServer"));
    Hanging.until("the server", () -> !server.isAlive() || listens(Integer.parseInt(port)));
    Process client =
        java(
            "client",
            clientPath(),
            List.of(ConnectClient.class.getName(), "sc://127.0.0.1:" + port, found.toString()));
    int exitCode = Hanging.exitCode(client);
    messages = Files.readString(directory.resolve("server"));
    messages += Files.readString(directory.resolve("client"));
    assertThat(exitCode).as(messages).isZero();
    lines = Files.readAllLines(found);
  }

  @AfterAll
  static void endServer() throws InterruptedException {
    if (server != null) {
      server.destroy();
      Hanging.exitCode(server);
    }
  }

  private static Process java(String name, String path, List<String> words) throws IOException {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-Dlog4j2.configurationFile=" + ROOT.resolve("conf/log4j2.properties"),
            "-Dspark.local.dir=" + directory,
            "-cp",
            path));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(name).toFile())
        .start();
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The client, what it takes from Spark besides, p3's jar, and the tests. */
  private static String clientPath() throws IOException {
    var path = new ArrayList<String>();
    path.add(CONNECT.resolve("client") + "/*");
    path.add(shims().toString());
    try (Stream<Path> jars = Files.list(SPARK)) {
      jars.filter(jar -> OF_CLIENT.matcher(jar.getFileName().toString()).matches())
          .map(Path::toString)
          .forEach(path::add);
    }
    path.add(System.getProperty("p3.jar"));
    path.add(Path.of("target/test-classes").toAbsolutePath().toString());
    return String.join(File.pathSeparator, path);
  }

  private static Path shims() throws IOException {
    Path classes = Files.createDirectory(directory.resolve("shims"));
    var words = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    for (String name : SHIMS) {
      int dot = name.lastIndexOf('.');
      String type = name.substring(dot + 1);
      Path source =
          Files.createDirectories(classes.resolve("of" + words.size()))
              .resolve(type.replace("<T>", "") + ".java");
      Files.writeString(
          source, "package %s; public class %s {}".formatted(name.substring(0, dot), type));
      words.add(source.toString());
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, words.toArray(String[]::new)))
        .isZero();
    return classes;
  }

  private static Stream<PatternJob<?, ?>> jobs() {
    return new PatternJobs().jobs().stream();
  }

  private static boolean runs(PatternJob<?, ?> job, Variant<?, ?> variant) {
    return RUN.contains(named(job, variant));
  }

  private static String named(PatternJob<?, ?> job, Variant<?, ?> variant) {
    String name = job.description().name();
    boolean isPattern = job.description().variants().indexOf(variant) == 0;
    return isPattern ? name : name + " --variant " + variant.name();
  }

  /** The names in the first cell of a row of its table. */
  private static List<String> inReadme(String start) {
    try {
      String table = Files.readString(ROOT.resolve("README.md")).split("### Spark Connect", 2)[1];
      String row = table.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
      return Pattern.compile("`([^`]+)`")
          .matcher(row.split(" \\| ", 2)[0])
          .results()
          .map(name -> name.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String start) {
    return lines.stream().filter(line -> line.startsWith(start)).findAny().orElseThrow();
  }

  @Test
  void jobsThatNeedNoContextGiveTheRowsOfP3sOwnSession() {
    List<String> expected =
        jobs()
            .flatMap(
                job ->
                    job.description().variants().stream()
                        .filter(variant -> runs(job, variant))
                        .map(
                            variant ->
                                EveryVariant.line(
                                    job,
                                    variant.name(),
                                    EveryVariant.expected(job).orElseThrow().toString())))
            .toList();
    assertThat(expected).hasSameSizeAs(RUN);
    assertThat(lines).as(messages).containsAll(expected);
  }

  @Test
  void theOthersSayWhyNotAndWhereTheyRun() {
    jobs()
        .forEach(
            job ->
                job.description().variants().stream()
                    .filter(variant -> !runs(job, variant))
                    .forEach(
                        variant ->
                            assertThat(line(EveryVariant.line(job, variant.name(), "")))
                                .as(messages)
                                .contains(
                                    ": Cannot run "
                                        + named(job, variant)
                                        + " through Spark Connect: it ")
                                .endsWith(WHERE)));
  }

  @Test
  void theReadmeNamesEveryJobThatRefusesAVariant() {
    assertThat(REFUSED)
        .containsExactlyInAnyOrderElementsOf(
            jobs()
                .filter(
                    job ->
                        job.description().variants().stream()
                            .anyMatch(variant -> !runs(job, variant)))
                .map(job -> job.description().name())
                .toList());
  }

  @Test
  void recordsAreEncodedAndDecodedOnBothSides() {
    assertThat(line("encoder")).as(messages).isEqualTo("encoder: [%s]", ConnectRecords.TRIP.next());
    assertThat(line("as")).as(messages).isEqualTo("as: [%s]", ConnectRecords.TRIP);
  }

  @Test
  void jobsAreFoundByNameAndShownAndSqlHasTheFunctions() {
    assertThat(line("named job")).as(messages).isEqualTo("named job: 91");
    assertThat(line("display")).as(messages).isEqualTo("display: true");
    assertThat(line("list")).as(messages).isEqualTo("list: " + jobs().count());
    assertThat(line("sql")).as(messages).isEqualTo("sql: [ArraySeq(4, 3)]");
  }

  @Test
  void conditionsOfASchemaAreReadByTheServer() {
    assertThat(line("faults"))
        .as(messages)
        .isEqualTo("faults: [CHECK a -1, CHECK, CAST a x]"); // of x no check is told
    assertThat(line("condition")).as(messages).startsWith("condition: Invalid --schema:");
  }

  @Test
  void whatTakesTheDriverIsRefusedInOneSentence() {
    String why =
        " through Spark Connect: it takes a SparkContext, which such a session does not have";
    assertThat(line("scope")).isEqualTo("scope: Cannot open a scope" + why + WHERE);
    assertThat(line("ledger")).isEqualTo("ledger: Cannot list open scopes" + why + WHERE);
    assertThat(line("sample")).isEqualTo("sample: Cannot copy a sample of p3's jar" + why + WHERE);
    assertThat(line("profile")).isEqualTo("profile: Cannot start a profile" + why + WHERE);
    assertThat(line("session")).isEqualTo("session: Cannot borrow a session" + why + WHERE);
    assertThat(line("main"))
        .isEqualTo(
            "main: Cannot run the command line through Spark Connect: it takes a SparkContext, which a client does not have"
                + WHERE);
    for (String made : List.of("udf", "tryAs")) {
      assertThat(line(made))
          .isEqualTo(
              "%s: Cannot make a function of records through Spark Connect: a client lacks Spark's Catalyst%s",
              made, WHERE);
    }
    assertThat(line("result"))
        .startsWith("result: Cannot give the result of top through Spark Connect: its figures are")
        .endsWith(WHERE);
  }
}
