package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.FreePorts;
import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator does by {@code deploy/standalone}: a cluster whose parts authenticate themselves
 * and encrypt what they send, with jobs on it in both modes, and one that loses a worker. Where the
 * system allows it, the cluster does not see the temporary directory of the drivers.
 */
@Tag("targets") // a cluster of four processes, and seven drivers with their executors
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TargetsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCRIPT = Launched.ROOT.resolve("deploy/standalone/cluster");
  private static final List<String> PARTS = List.of("master", "history", "worker-1", "worker-2");

  @TempDir private static Path directory;
  private static final Map<String, String> environment = new HashMap<>();
  private static final List<ProcessHandle> processes = new ArrayList<>();
  private static Path state;
  private static Path ofDriver;

  @BeforeAll
  static void startCluster() throws Exception {
    state = directory.resolve("state");
    ofDriver = Files.createDirectory(directory.resolve("of-driver"));
    environment.put("P3_BUILD", "never");
    environment.put("SPARK_HOME", Launched.SPARK_HOME.toString());
    environment.put("P3_CLUSTER_DIR", state.toString());
    environment.put("P3_CONF_DIR", state.toString());
    environment.put("P3_JAVA_OPTS", Launched.SHORT_LIVED + " -Djava.io.tmpdir=" + ofDriver);
    List<Integer> ports = FreePorts.several(3);
    environment.put("P3_CLUSTER_PORT", ports.get(0).toString());
    environment.put("P3_MASTER_UI_PORT", ports.get(1).toString());
    environment.put("P3_HISTORY_PORT", ports.get(2).toString());

    assertThat(cluster("start", "2").exitCode()).isZero();
    for (String part : PARTS) {
      long id = Long.parseLong(Files.readString(state.resolve(part + ".pid")).strip());
      processes.add(ProcessHandle.of(id).orElseThrow());
    }
    Hanging.until(
        "two workers", () -> get(masterPage(), "/json/").path("aliveworkers").asInt() == 2);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    assertThat(cluster("stop").exitCode()).isZero();
    for (ProcessHandle process : processes) {
      Hanging.until("the end of " + process.info(), () -> !process.isAlive());
    }
    assertThat(cluster("status").output()).contains("No cluster runs.");
  }

  @Test
  @Order(1)
  void theSecretIsReadByItsOwnerAloneAndIsOnNoCommandLine() throws Exception {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("secret"))))
        .isEqualTo("rw-------");
    String secret = Files.readString(state.resolve("secret")).strip();
    assertThat(secret).hasSize(64);
    assertThat(processes)
        .allSatisfy(process -> assertThat(process.info().toString()).doesNotContain(secret));
    assertThat(Files.readString(state.resolve("standalone.conf"))).doesNotContain(secret);
  }

  @Test
  @Order(2)
  void whoDoesNotKnowTheSecretIsRefused() throws Exception {
    Path other = Files.writeString(directory.resolve("other-secret"), "0".repeat(64));
    Launched run =
        p3(
            "run",
            "word-count",
            "--top",
            "5",
            "--target",
            "standalone",
            "--conf",
            "spark.authenticate.secret.file=" + other);

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(run.messages()).contains("does not take the secret of this run");
  }

  @Test
  @Order(3)
  void jobsAndTwinsGiveTheRowsThatAreExpected() throws Exception {
    Launched run =
        p3(
            "verify",
            "--job",
            "word-count",
            "--job",
            "top",
            "--job",
            "enrich",
            "--work",
            directory,
            "--target",
            "standalone");

    assertThat(run.exitCode()).as(run.output() + run.messages()).isZero();
    assertThat(run.output())
        .contains("| standalone | spark", "| equal (2) | equal (2) | equal (3) |");
    assertThat(ofDriver).isEmptyDirectory();
  }

  @Test
  @Order(4)
  void inClusterModeRowsAndReportAreThereAndTheHistoryShowsTheRun() throws Exception {
    Launched run =
        p3(
            "run",
            "word-count",
            "--out",
            "csv:counts",
            "--report",
            "report",
            "--target",
            "standalone",
            "--deploy-mode",
            "cluster");

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.messages())
        .contains("Submitted as driver-", "Its log: work/driver-", "The driver ended well.");
    assertThat(counts("counts")).isEqualTo(expected());
    JsonNode record = JSON.readTree(directory.resolve("report/run.json").toFile());
    assertThat(record.path("status").asText()).isEqualTo("complete");
    assertThat(record.path("target").asText()).isEqualTo("standalone");
    assertThat(directory.resolve("report/report.html")).isNotEmptyFile();
    String id = record.path("application").asText();
    Hanging.until(
        "the end of " + id + " in the history",
        () ->
            get(environment.get("P3_HISTORY_PORT"), "/api/v1/applications/" + id)
                .at("/attempts/0/completed")
                .asBoolean());
  }

  @Test
  @Order(5)
  void aRunThatFailsInClusterModeSaysWhereTheReasonIs() throws Exception {
    Path in = Files.writeString(directory.resolve("twice.csv"), "k,n\na,1\na,2\n");
    Launched run =
        p3(
            "run",
            "enrich",
            "--in",
            "facts=" + in,
            "--in",
            "lookup=" + in,
            "--on",
            "k=k",
            "--out",
            "csv:enriched",
            "--target",
            "standalone",
            "--deploy-mode",
            "cluster");

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(run.messages()).contains("p3: the job failed; the driver's log says why");
    String driver =
        run.messages().replaceAll("(?s).*Its log: (work/driver-[\\d-]+/stderr).*", "$1");
    try (Stream<Path> logs =
        Files.find(state, 4, (file, any) -> file.endsWith(Path.of(driver).subpath(1, 3)))) {
      assertThat(Files.readString(logs.findFirst().orElseThrow()))
          .contains("p3: Cannot look up by k: one key occurs more than once");
    }
    assertThat(names(directory)).noneMatch(name -> name.contains("enriched"));
  }

  @Test
  @Order(6)
  void aWorkerThatIsKilledCostsNoRow() throws Exception {
    Launched run = p3("run", "word-count", "--out", "csv:survived", "-v", "--target", "standalone");
    Hanging.until(
        "an executor",
        () -> run.messages().contains("Registered executor") || !run.process().isAlive());
    String number =
        run.messages().replaceAll("(?s).*?Registered executor [^\\n]* with ID (\\d+).*", "$1");
    String id = run.messages().replaceAll("(?s).*?(app-\\d{14}-\\d{4}).*", "$1");
    String worker =
        Stream.of("worker-1", "worker-2")
            .filter(
                name ->
                    Files.exists(state.resolve("work").resolve(name).resolve(id).resolve(number)))
            .findFirst()
            .orElseThrow();
    processes.get(PARTS.indexOf(worker)).destroyForcibly();

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.messages()).containsPattern("Lost (an )?executor " + number);
    assertThat(counts("survived")).isEqualTo(expected());
  }

  private static RowDigest expected() {
    CommandLineFixture.p3(
        "run", "word-count", "--out", "csv:" + directory.resolve("expected"), "--overwrite");
    return counts("expected");
  }

  private static RowDigest counts(String name) {
    return RowDigest.of(
        LocalSpark.spark().read().option("header", "true").csv(directory.resolve(name).toString()));
  }

  /** As typed in the directory of this test. */
  private static Launched p3(Object... words) throws IOException {
    var command = new ArrayList<Object>(List.of(Launched.ROOT.resolve("p3")));
    command.addAll(List.of(words));
    return Launched.start(directory, environment, command);
  }

  /** Under a mount of its own the cluster finds the drivers' temporary directory empty. */
  private static Launched cluster(String... words) throws Exception {
    String hide = "mount -t tmpfs none '%s' && ".formatted(ofDriver);
    Launched isAllowed =
        Launched.start(
            directory, Map.of(), List.of("sh", "-c", "unshare -m sh -c \"" + hide + "true\""));
    var command = new ArrayList<String>();
    if (words[0].equals("start") && isAllowed.exitCode() == 0) {
      command.addAll(List.of("unshare", "-m", "sh", "-c", hide + "exec \"$0\" \"$@\""));
    }
    command.add(SCRIPT.toString());
    command.addAll(List.of(words));
    Launched run = Launched.start(directory, environment, command);
    run.exitCode();
    return run;
  }

  private static String masterPage() {
    return environment.get("P3_MASTER_UI_PORT");
  }

  /** What a page says; nothing while there is none. */
  private static JsonNode get(String port, String path) {
    try (InputStream page = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return JSON.readTree(page);
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
