package dev.p3.profile.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.RecordedStacks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What samples stacks, where something is in its way. */
class SamplerTest {
  private final RunningTasks tasks = new RunningTasks();
  private final CallTree tree = new CallTree();
  @TempDir private Path directory;

  /** Works in a task until samples of it came. */
  private long sampled(StackSampler sampler) {
    tasks.begin(new TaskKey(7, 0, 0, 0));
    var micros = new long[1];
    Hanging.until(
        "a sample of the task",
        () -> {
          double sum = 0;
          for (int i = 1; i < 10_000_000; i++) {
            sum += 1.0 / i;
          }
          assertThat(sum).isPositive();
          sampler.flush(Duration.ofSeconds(5));
          sampler.take().counts().stream()
              .filter(count -> count.kind() == Delta.Kind.CPU && count.stage() == 7)
              .forEach(count -> micros[0] += count.value());
          return micros[0] > 0;
        });
    tasks.end();
    return micros[0];
  }

  @Test
  void anotherRecordingOfTheJvmIsToldAndGoesOn() throws Exception {
    try (var others = new Recording()) {
      others.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(500));
      others.start();
      try (var sampler = new Sampler(tasks, tree, false, "")) {
        sampler.start();
        assertThat(sampler.awaitBegun(Hanging.LIMIT)).isTrue();
        assertThat(sampled(sampler)).isPositive();
        assertThat(sampler.fault()).contains("another recording of the JDK Flight Recorder");
      }
      assertThat(others.getState()).isEqualTo(jdk.jfr.RecordingState.RUNNING);
    }
  }

  @Test
  void aRecordingThatIsKeptIsReadByOtherTools() throws Exception {
    Path file = directory.resolve("kept.jfr");
    try (var sampler = new Sampler(tasks, tree, true, "")) {
      sampler.start();
      assertThat(sampler.awaitBegun(Hanging.LIMIT)).isTrue();
      sampled(sampler);
      sampler.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .anyMatch(event -> RecordedStacks.isSampleOf("sampled", event));
  }

  @Test
  void whereAnotherProfilerIsNotPermittedTheJdkFlightRecorderSamples() throws Exception {
    var refused =
        new StackSource() {
          @Override
          public String name() {
            return "refused";
          }

          @Override
          public void start(String directory, Duration period) throws IOException {
            throw new IOException("perf_event_open: Operation not permitted");
          }

          @Override
          public void stop() {}

          @Override
          public void read(String directory, Consumer<Sample> to) {}
        };
    try (var sampler =
        new SourcedSampler(refused, tasks, new Sampler(tasks, tree, false, ""), tree)) {
      sampler.start();
      assertThat(sampler.awaitBegun(Hanging.LIMIT)).isTrue();
      assertThat(sampled(sampler)).isPositive();
      assertThat(sampler.name()).isEqualTo("jfr");
      assertThat(sampler.fault())
          .startsWith( // another recording may run in this JVM, which it says then
              "refused cannot run here (perf_event_open: Operation not permitted): the JDK Flight Recorder samples");
    }
  }

  /** What it wrote first cannot be read; afterwards there are samples. */
  @Test
  void aSourceThatFailsOnceIsStartedAgain() throws Exception {
    var reads = new int[1];
    StackSource torn =
        new StackSource() {
          @Override
          public String name() {
            return "torn";
          }

          @Override
          public void start(String directory, Duration period) {}

          @Override
          public void stop() {}

          @Override
          public void read(String directory, Consumer<Sample> to) throws IOException {
            if (reads[0]++ == 0) {
              throw new IOException("the file ends too early");
            }
            to.accept(
                new Sample(
                    Thread.currentThread().getId(),
                    System.currentTimeMillis(),
                    List.of(new Frame("example.Work", "run", 7)),
                    null,
                    1));
          }
        };
    try (var sampler = new SourcedSampler(torn, tasks, new Sampler(tasks, tree, false, ""), tree)) {
      sampler.start();
      assertThat(sampler.awaitBegun(Hanging.LIMIT)).isTrue();
      assertThat(sampled(sampler)).isEqualTo(Sampler.PERIOD.toNanos() / 1000);
      assertThat(sampler.name()).isEqualTo("torn");
      assertThat(sampler.fault())
          .isEqualTo("torn failed: java.io.IOException: the file ends too early");
    }
  }

  @Test
  void aSamplerThatIsNotThereIsTold() {
    StackSampler sampler =
        StackSamplers.of(
            new SparkConf(false).set("spark.p3.profile.sampler", "unheard-of"), tasks, tree);
    assertThat(sampler.name()).isEqualTo("jfr");
    assertThat(sampler.fault()).contains("spark.p3.profile.sampler=unheard-of", "class path");
    assertThat(sampler.take().counts()).isEqualTo(List.of());
  }
}
