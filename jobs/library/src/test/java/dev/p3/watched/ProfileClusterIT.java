package dev.p3.watched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.ClusterSpark;
import dev.p3.RecordedStacks;
import dev.p3.profile.Profile;
import dev.p3.profile.ProfilePlugin;
import dev.p3.profile.Profiled;
import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.StageData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On two executors in processes of their own. */
class ProfileClusterIT {
  /** Of 0.7 s: some 3,800 samples, with which 3 points are four standard deviations. */
  private static final int ROUNDS = 110;

  private static final int EXECUTORS = 2;
  private static final double MOST_BYTES_A_SECOND = 10_000;

  /**
   * Of the time of the executors' cores. On a machine of their own that is the CPU time of the
   * processes; on a busy one, where these get less of it while each second still has its message,
   * the time of the cores is what does not depend on the others.
   */
  private static final double MOST_OF_THE_CORES = 0.02;

  @TempDir private Path directory;

  @Test
  void sharesAreRightAndAKilledExecutorIsKnownUpToItsEnd() throws Exception {
    SparkSession spark =
        ClusterSpark.open(
            Map.of(
                "spark.plugins",
                ProfilePlugin.NAME,
                ProfilePlugin.SAMPLES,
                "true",
                ProfilePlugin.RECORDINGS,
                "true",
                ProfilePlugin.DIRECTORY,
                directory.resolve("whole").toString()));
    var context = new JavaSparkContext(spark.sparkContext());
    // Executors take seconds until they sample.
    context.parallelize(numbers(2), 2).foreach(i -> Work.burn(4_000));

    Profile profile = Profile.start(spark).writesTo(directory.resolve("part").toString());
    context
        .parallelize(numbers(ROUNDS), 2)
        .map(i -> (int) Work.burn(490) + i)
        .map(i -> (int) Work.burn(210) + i)
        .count();
    context
        .parallelize(numbers(2), 2)
        .foreach(
            i -> {
              Work.burn(3_000);
              if (i == 0 && TaskContext.get().attemptNumber() == 0) {
                Runtime.getRuntime().halt(1);
              }
            });
    RunProfile run = profile.stop().profile();

    List<FunctionProfile> own =
        run.stages().get(0).functions().stream()
            .filter(each -> each.function().contains("lambda$"))
            .toList();
    double all = own.stream().mapToDouble(FunctionProfile::cpuShare).sum();
    assertThat(own.get(0).cpuShare() / all).isCloseTo(0.7, within(0.03));

    StageProfile killed = run.stages().get(1);
    assertThat(killed.failed()).isEqualTo(1);
    // Three attempts of 3 s each worked, of which Spark knows the two that ended.
    assertThat(killed.sampledCpuSeconds()).isGreaterThan(7.0);
    assertThat(run.executors()).filteredOn(each -> each.removed() != null).hasSize(1);
    assertThat(run.executors())
        .filteredOn(ExecutorProfile::hasSamples)
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(run.profiler().sentBytes())
        .isBetween(1L, (long) (MOST_BYTES_A_SECOND * EXECUTORS * run.application().seconds()));
    assertThat(run.profiler().cpuSeconds())
        .isBetween(0.0, MOST_OF_THE_CORES * EXECUTORS * run.application().seconds());
    assertTotalsAreSparks(run, spark);
    assertEachExecutorsRecordingIsThereOrMissed(run, directory.resolve("part"));

    spark.stop();
    try (InputStream file =
        Files.newInputStream(directory.resolve("whole").resolve(Profiled.JSON))) {
      RunProfile whole = RunProfile.readFrom(file);
      assertThat(whole.application().status()).isEqualTo("complete");
      assertThat(whole.stages()).hasSize(3);
      assertThat(whole.notes()).anyMatch(note -> note.startsWith("There are no recordings: "));
      assertThat(whole.stages().get(1).metrics()).isEqualTo(run.stages().get(0).metrics());
    }
  }

  /** Failed tasks, and one that was lost with its executor, included. */
  private static void assertTotalsAreSparks(RunProfile run, SparkSession spark) {
    assertThat(run.stages())
        .hasSize(2)
        .allSatisfy(
            stage -> {
              StageData spoken = spark.sparkContext().statusStore().lastStageAttempt(stage.id());
              assertThat(
                      List.of(
                          stage.tasks(),
                          stage.failed(),
                          stage.sum(Metric.RUN_MS),
                          stage.sum(Metric.CPU_NS),
                          stage.sum(Metric.GC_MS),
                          stage.sum(Metric.RESULT_BYTES)))
                  .isEqualTo(
                      List.of(
                          (long) spoken.numCompleteTasks(),
                          (long) spoken.numFailedTasks(),
                          spoken.executorRunTime(),
                          spoken.executorCpuTime(),
                          spoken.jvmGcTime(),
                          spoken.resultSize()));
            });
  }

  /** One that took the place of the killed one may have had nothing to do, or come too late. */
  private static void assertEachExecutorsRecordingIsThereOrMissed(RunProfile run, Path folder)
      throws IOException {
    List<RecordedEvent> recorded = new ArrayList<>();
    for (ExecutorProfile executor : run.executors()) {
      Path file = folder.resolve("executor-%s.jfr".formatted(executor.id()));
      if (Files.exists(file)) {
        recorded.addAll(RecordingFile.readAllEvents(file));
      } else {
        assertThat(run.notes())
            .anyMatch(note -> note.startsWith("There is no " + file.getFileName() + ": "));
      }
    }
    assertThat(recorded).anyMatch(event -> RecordedStacks.isSampleOf("burn", event));
    assertThat(run.notes()).anyMatch(note -> note.contains("went away ("));
    assertThat(run.notes()).anyMatch(note -> note.contains("as their executor was lost: 1;"));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
