package dev.p3.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.p3.Hanging;
import dev.p3.console.Json;
import dev.p3.data.ProcessStart;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of a real process, as it looks when the clock was set since. */
class BackgroundProcessTest {
  private static final long HOUR_MILLIS = 3_600_000;

  @TempDir Path stateDir;
  private StandaloneCluster cluster;
  private Process process;

  @BeforeEach
  void placeCluster() {
    assumeThat(Path.of("/proc/self/stat")).exists();
    cluster = new StandaloneCluster(stateDir.resolve("no-spark"), stateDir);
  }

  @AfterEach
  void endProcess() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      Hanging.exitCode(process);
    }
  }

  /** A process that does nothing until its input ends; the words tell people alone what it is. */
  private ProcessStart start(String words) throws IOException {
    process = new ProcessBuilder("sh", "-c", "read line", words).start();
    return ProcessStart.of(process.toHandle());
  }

  private void writeDown(String name, long startedMillis, String sinceBoot) throws IOException {
    ObjectNode state = Json.PLAIN.createObjectNode();
    state.put("masterUrl", "spark://127.0.0.1:1").put("webUi", "http://127.0.0.1:1");
    ObjectNode one = state.putArray("processes").addObject().put("name", name);
    one.put("pid", process.pid()).put("startedMillis", startedMillis);
    if (sinceBoot != null) {
      one.put("sinceBoot", sinceBoot);
    }
    Files.createDirectories(stateDir.resolve("work"));
    Json.PLAIN.writeValue(stateDir.resolve("cluster.json").toFile(), state);
  }

  private void assertRuns() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> cluster.start(1, 1, "1g", 0))
        .withMessageContaining("one runs already at spark://127.0.0.1:1");
    assertThat(stateDir.resolve("cluster.json")).exists();
    assertThat(cluster.stop()).isTrue();
    // The object of a process hears of its end a moment later than the system knows it.
    assertThat(process.toHandle().isAlive()).isFalse();
    assertThat(stateDir).isEmptyDirectory();
  }

  private void assertIsAnother() {
    assertThat(cluster.status()).isEmpty();
    assertThat(cluster.stop()).isFalse();
    assertThat(process.isAlive()).isTrue();
    assertThat(stateDir).isEmptyDirectory();
  }

  @Test
  void aRunningOneIsKnownWhateverTheClockSays() throws IOException {
    ProcessStart start = start("any");
    writeDown("master", start.millis() - HOUR_MILLIS, start.sinceBoot());

    assertRuns();
  }

  @Test
  void oneThatWasGivenItsIdIsLeftAloneThoughTheClockSaysTheSame() throws IOException {
    ProcessStart start = start("org.apache.spark.deploy.master.Master");
    writeDown("master", start.millis(), start.sinceBoot() + "0");

    assertIsAnother();
  }

  @Test
  void oneThatEndedDoesNotRun() throws IOException, InterruptedException {
    ProcessStart start = start("any");
    writeDown("master", start.millis(), start.sinceBoot());
    endProcess();

    assertThat(cluster.stop()).isFalse();
  }

  @Test
  void whatAnOlderVersionWroteIsKnownByTheClockElseByTheWordsOfTheProcess() throws Exception {
    writeDown("master", start("any").millis(), null);
    assertRuns();

    writeDown(
        "master", start("org.apache.spark.deploy.master.Master").millis() + HOUR_MILLIS, null);
    assertRuns();

    writeDown("master", start("any").millis() + HOUR_MILLIS, null);
    assertIsAnother();
    endProcess();

    writeDown(
        "worker-1", start("org.apache.spark.deploy.master.Master").millis() + HOUR_MILLIS, null);
    assertIsAnother();
  }

  @Test
  void whatCannotBeReadIsNotKnown() throws IOException {
    writeDown("master", start("any").millis(), "not/ticks");

    assertRuns();
  }
}
