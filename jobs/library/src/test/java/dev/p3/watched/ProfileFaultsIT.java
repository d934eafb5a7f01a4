package dev.p3.watched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.Mounted;
import dev.p3.RecordedStacks;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.RunProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to the profiler or to the job: the job goes on, and the profile says what is
 * missing.
 */
class ProfileFaultsIT {
  /** All that Spark needs, without {@code jdk.jfr}. */
  private static final String WITHOUT_JFR =
      "java.se,jdk.unsupported,jdk.management,jdk.security.auth,jdk.security.jgss,jdk.net,jdk.zipfs,"
          + "jdk.charsets,jdk.localedata,jdk.incubator.vector";

  private static final int TERMINATED = 143;

  @TempDir private Path directory;

  private Process start(List<String> options, Object... words) throws IOException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.add("-XX:TieredStopAtLevel=1"); // it ends before the optimizing compiler has paid off
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ProfiledApplication.class.getName()));
    Arrays.stream(words).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("output.txt").toFile())
        .redirectError(directory.resolve("errors.txt").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output.txt"));
  }

  private RunProfile profile() throws IOException {
    try (InputStream file = Files.newInputStream(directory.resolve("p").resolve(Profiled.JSON))) {
      return RunProfile.readFrom(file);
    }
  }

  private String errors() throws IOException {
    return Files.readString(directory.resolve("errors.txt"));
  }

  @Test
  void aJvmWithoutFlightRecorderGivesAProfileWithoutStacks() throws Exception {
    Process application = start(List.of("--limit-modules", WITHOUT_JFR), directory.resolve("p"), 3);
    assertThat(Hanging.exitCode(application)).as(errors()).isZero();
    RunProfile run = profile();
    assertThat(run.application().status()).isEqualTo("complete");
    assertThat(run.notes())
        .anyMatch(note -> note.contains("no JDK Flight Recorder") && note.contains("no stacks"));
    assertThat(run.total(Metric.CPU_NS)).isGreaterThan(2_900_000_000L);
    assertThat(run.profiler().sampler()).isEqualTo("none");
    assertThat(run.executors().get(0).memory()).isNotEmpty();
  }

  @Test
  void aJobGoesOnWhereTheFlightRecorderHasNoSpace() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    try (var ignored = Mounted.inMemory(small, "8m")) {
      Process application = start(List.of("-Djava.io.tmpdir=" + small), directory.resolve("p"), 3);
      assertThat(Hanging.exitCode(application)).as(errors()).isZero();
      assertThat(output()).contains(ProfiledApplication.DONE);
      assertThat(profile().notes()).anyMatch(note -> note.contains(small + " has "));
    }
  }

  @Test
  void aJobThatIsInterruptedLeavesItsProfileSoFar() throws Exception {
    Process application = start(List.of(), directory.resolve("p"), 3_600);
    Hanging.until("its tasks work", () -> output().contains(ProfiledApplication.WORKS));
    Thread.sleep(3_000); // samples are of no use before the Flight Recorder has begun
    application.destroy();
    assertThat(Hanging.exitCode(application)).isEqualTo(TERMINATED);
    RunProfile run = profile();
    assertThat(run.application().status()).isEqualTo("interrupted");
    assertThat(run.stages())
        .singleElement()
        .satisfies(stage -> assertThat(stage.status()).isIn("running", "failed"));
    assertThat(directory.resolve("p").resolve(Profiled.CPU)).content().contains("Work.burn");
  }

  @Test
  void theRecordingOfAnExecutorIsWrittenForOtherTools() throws Exception {
    Process application = start(List.of(), directory.resolve("p"), 3, "slice");
    assertThat(Hanging.exitCode(application)).as(errors()).isZero();
    assertThat(output()).doesNotContain("There is no executor");
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(directory.resolve("p").resolve("executor-driver.jfr"));
    assertThat(events)
        .filteredOn(event -> RecordedStacks.isSampleOf("burn", event))
        .hasSizeGreaterThan(20);
    assertThat(events)
        .noneMatch(event -> event.getEventType().getName().equals("jdk.InitialSystemProperty"));
  }
}
