package dev.p3.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.p3.Hanging;
import dev.p3.data.ProcessStart.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases of a real process, as they look when the clock was set since they were written. */
class HolderTest {
  private static final long HOUR_MILLIS = 3_600_000;

  @TempDir Path directory;
  private Process process;
  private ProcessStart start;

  @BeforeEach
  void startProcess() throws IOException {
    assumeThat(ProcessStart.PROC.resolve("self/stat")).exists();
    process = new ProcessBuilder("sh", "-c", "read line").start(); // until its input ends
    start = ProcessStart.of(process.toHandle());
  }

  @AfterEach
  void endProcess() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly();
      Hanging.exitCode(process);
    }
  }

  /** The lease of the process, with some of its lines changed; an empty text leaves one out. */
  private Holder lease(Map<String, String> changes) {
    Holder own = Holder.ofThisProcess();
    byte[] text = new Holder("h", process.pid(), start, own.machine(), own.since()).toBytes();
    var lines = new TreeMap<String, String>();
    new String(text, UTF_8).lines().forEach(l -> lines.put(l.split("=")[0], l.split("=", 2)[1]));
    lines.putAll(changes);
    lines.values().removeIf(String::isEmpty);
    var changed = new StringBuilder();
    lines.forEach((key, value) -> changed.append(key).append('=').append(value).append('\n'));
    return Holder.parse(changed.toString().getBytes(UTF_8)).orElseThrow();
  }

  private String beganAnHourAway() {
    return Long.toString(start.millis() - HOUR_MILLIS);
  }

  @Test
  void aProcessIsAliveWhateverTheClockSaysAndGoneOnceItEnded() throws InterruptedException {
    Holder asWritten = lease(Map.of());
    Holder beforeStep = lease(Map.of("began", beganAnHourAway()));
    Holder unknown = lease(Map.of("began", "0"));
    assertThat(asWritten.isGone()).isFalse();
    assertThat(beforeStep.isGone()).isFalse();
    assertThat(unknown.isGone()).isFalse();

    endProcess();

    assertThat(asWritten.isGone()).isTrue();
    assertThat(beforeStep.isGone()).isTrue();
    assertThat(unknown.isGone()).isTrue();
  }

  @Test
  void whoseIdWasGivenToAnotherProcessIsGone() {
    String another = start.sinceBoot() + "0";

    assertThat(lease(Map.of("started", another)).isGone()).isTrue();
    assertThat(lease(Map.of("started", another, "began", "0")).isGone()).isTrue();
  }

  /** It has no ticks: so nothing tells a process that got the id from a clock that was set. */
  @ParameterizedTest
  @CsvSource({"0", "1", "9223372036854775807"})
  void aLeaseOfAnOlderVersionIsNeverTakenForThatOfTheDeadWhileItsIdIsInUse(String began)
      throws InterruptedException {
    Holder older = lease(Map.of("started", "", "began", began));
    assertThat(older.isGone()).isFalse();

    endProcess();

    assertThat(older.isGone()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"x", "-", "7", "boot/7", "0/", "0/99999999999999999999999"})
  void ticksThatCannotBeReadAreNotKnown(String started) {
    assertThat(lease(Map.of("started", started, "began", beganAnHourAway())).isGone()).isFalse();
  }

  @Test
  void oneOfAnotherMachineOrContainerIsNeverGone() throws InterruptedException {
    Holder elsewhere = lease(Map.of("machine", "another"));
    endProcess();

    assertThat(elsewhere.isGone()).isFalse();
    assertThat(elsewhere.isAtWork()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"host", "process", "began", "machine", "since"})
  void halfALeaseTellsNothing(String missing) {
    var text = new String(Holder.ofThisProcess().toBytes(), UTF_8);
    String half = text.replaceFirst("(?m)^" + missing + "=.*\n", "");

    assertThat(Holder.parse(half.getBytes(UTF_8))).isEmpty();
    assertThat(Holder.parse(text.replace("began=", "began=x").getBytes(UTF_8))).isEmpty();
    assertThat(Holder.parse(text.replace("process=", "process=-").getBytes(UTF_8))).isEmpty();
  }

  @Test
  void whereProcessesOfOthersAreHiddenNothingTellsThatOneHasEnded()
      throws IOException, InterruptedException {
    Path hiding = Files.createDirectories(directory.resolve("hiding")); // as of hidepid=2
    Path showing = directory.resolve("showing/1");
    Files.writeString(Files.createDirectories(showing).resolve("stat"), "1 (init) S");
    assertThat(start.ask(hiding, process.pid())).isEqualTo(Answer.RUNS); // its start is the same

    endProcess();

    assertThat(start.ask(hiding, process.pid())).isEqualTo(Answer.UNKNOWN);
    assertThat(start.ask(showing.getParent(), process.pid())).isEqualTo(Answer.ENDED);
  }

  /** As after a machine was suspended, and before the next renewal. */
  @Test
  void theLeaseOfAProcessAtWorkIsLiveHoweverOldAndThatOfAStoppedOneIsNot() throws Exception {
    FileSystem storage = FileSystem.getLocal(new Configuration());
    Path file = directory.resolve("x.lease");
    Files.write(file, lease(Map.of()).toBytes());
    FileStatus status = storage.getFileStatus(new org.apache.hadoop.fs.Path(file.toString()));
    long later = status.getModificationTime() + HOUR_MILLIS;
    long earlier = status.getModificationTime() - HOUR_MILLIS;

    assertThat(Lease.isLive(storage, status, later)).isTrue();
    assertThat(Lease.isLive(storage, status, earlier)).isTrue();

    signal("STOP");
    Hanging.until("a stop", () -> ProcessStart.isStopped(process.pid()));
    assertThat(Lease.isLive(storage, status, later)).isFalse();
    assertThat(Lease.isLive(storage, status, status.getModificationTime())).isTrue();

    signal("CONT");
    endProcess();
    assertThat(Lease.isLive(storage, status, status.getModificationTime())).isFalse();
  }

  private void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(Hanging.exitCode(new ProcessBuilder("kill", "-" + name, pid).start())).isZero();
  }
}
