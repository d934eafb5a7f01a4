package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.cli.CommandLineFixture.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
  private static final String TASK =
      "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,\"Stage Attempt ID\":0,\"Task End Reason\":{\"Reason\":\"Success\"},"
          + "\"Task Info\":{\"Index\":0,\"Attempt\":0,\"Executor ID\":\"1\",\"Launch Time\":1000,\"Finish Time\":2000},"
          + "\"Task Metrics\":{\"Executor Run Time\":900,\"Shuffle Write Metrics\":{\"Shuffle Bytes Written\":%d}}}\n";

  @TempDir private Path directory;

  /** A profile, by way of an event log, of one task that shuffles so many bytes. */
  private Path profile(String name, long shuffled) throws IOException {
    Path log =
        Files.writeString(
            directory.resolve(name + ".log"),
            "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"%s\",\"App ID\":\"a\",\"Timestamp\":1000}\n"
                    .formatted(name)
                + TASK.formatted(shuffled)
                + "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":3000}\n");
    Path folder = directory.resolve(name);
    Typed typed = p3("profile", "event-log", log, "--out", folder);
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.output()).contains("Profile of " + name, "findings none");
    assertThat(folder.resolve("profile.html")).isNotEmptyFile();
    return folder;
  }

  @Test
  void limitsAreKeptOrExceeded() throws IOException {
    Path base = profile("base", 1000);
    Path now = profile("now", 1900);
    Typed kept =
        p3("profile", "gate", now, "--max", "shuffle_bytes=2x,seconds=1.3x", "--baseline", base);
    assertThat(kept.exitCode()).as(kept.messages()).isZero();
    assertThat(kept.output()).contains("shuffle_bytes", "1,900", "2,000", "kept");
    Typed exceeded =
        p3(
            "profile",
            "gate",
            now.resolve("profile.json"),
            "--max",
            "shuffle_bytes=1.5x",
            "--max",
            "tasks=3",
            "--baseline",
            base);
    assertThat(exceeded.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(exceeded.output()).contains("exceeded", "kept");
    assertThat(p3("profile", "gate", now, "--max", "spill_bytes=0").exitCode()).isZero();
  }

  @Test
  void everyFaultOfAGateIsToldAtOnce() throws IOException {
    Path now = profile("now", 1);
    Typed typed = p3("profile", "gate", now, "--max", "shuffel_bytes=2,seconds=2x,tasks=many");
    assertThat(typed.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(typed.messages())
        .contains(
            "Did you mean", "shuffle_bytes", "Missing --baseline", "Invalid --max: 'tasks=many'");
    assertThat(p3("profile", "gate", directory.resolve("none"), "--max", "tasks=1").messages())
        .contains("Cannot read", "there is no such file");
    assertThat(p3("profile", "gate", now).exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(p3("profile").exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
  }

  @Test
  void twoProfilesAreComparedStageByStage() throws IOException {
    Typed typed = p3("profile", "diff", profile("before", 1000), profile("after", 3000));
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.output())
        .contains("shuffle_bytes", "1,000", "3,000", "3.00", "(not seen to begin)");
    assertThat(typed.messages()).contains("one of the profiles has no stacks");
  }

  @Test
  void whereTwoProfilesDifferIsDrawn() throws IOException {
    Path before = profile("slow", 1000);
    Path after = profile("fast", 1000);
    Files.writeString(
        before.resolve("cpu.folded"),
        "stage 0;Job.parse;Pattern.compile 900\nstage 0;Job.read 100\n");
    Files.writeString(
        after.resolve("cpu.folded"),
        "stage 0;Job.parse;Pattern.compile 20\nstage 0;Job.read 100\n");
    Path page = directory.resolve("difference.html");
    Typed typed = p3("profile", "diff", before, after, "--out", page);
    assertThat(typed.exitCode()).as(typed.messages()).isZero();
    assertThat(typed.messages()).contains("Wrote " + page);
    assertThat(page).content().contains("red took more than before", "Job.parse");
  }

  @Test
  void whatIsNoLogOrProfileIsBadUsage() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "{\"a\":1}\n");
    assertThat(p3("profile", "event-log", text).messages())
        .contains("Cannot read '" + text + "'", "must be an event log of Spark");
    assertThat(p3("profile", "event-log", text).exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(p3("profile", "event-log", directory.resolve("none")).exitCode())
        .isEqualTo(CommandLineApp.BAD_USAGE);
    Typed diff = p3("profile", "diff", text, text);
    assertThat(diff.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(diff.messages()).contains("it is no profile of p3");
    assertThat(p3("profile", "diff", text).exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
  }
}
