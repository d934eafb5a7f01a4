package dev.p3.profile.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.profile.judge.Judge;
import dev.p3.profile.model.JobProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.QueryProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.TaskSpan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileBuilderTest {
  private static final int METRICS = Metric.values().length;

  private static Facts.Stage stage(int id, long submitted, long completed, String failure) {
    return new Facts.Stage(
        id, 0, "count at Job.java:9", "", List.of(), List.of(), submitted, completed, failure);
  }

  private static Facts.Task task(int stage, int partition, long[] metrics) {
    long launched = 1_000 + partition % 60_000;
    return new Facts.Task(
        stage,
        0,
        partition,
        0,
        Integer.toString(partition % 8),
        launched,
        launched + 50 + partition % 97,
        metrics == null ? "failed" : "success",
        false,
        metrics,
        Map.of());
  }

  private static long[] metrics(long each) {
    var metrics = new long[METRICS];
    java.util.Arrays.fill(metrics, each);
    return metrics;
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A million spans alone would be twice what is allowed here, with what else the JVM does. */
  @Test
  void aMillionTasksAreKeptInLittleMemoryAndNoneOfTheirSumsIsLost() throws IOException {
    long before = liveHeap();
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app", "many", 1_000);
    builder.executorAdded("1", "host", 8, 1_000);
    for (int stage = 0; stage < 1_001; stage++) {
      builder.stageSubmitted(stage(stage, 1_000, 0, null));
      int tasks = stage == 0 ? 500_000 : 500;
      for (int i = 0; i < tasks; i++) {
        builder.taskEnded(task(stage, i, metrics(3)));
      }
      builder.stageCompleted(stage(stage, 1_000, 62_000, null));
    }
    builder.ends(63_000, "complete", null);
    assertThat(liveHeap() - before).isLessThan(36L << 20);

    RunProfile run = Judge.judge(builder.build());
    assertThat(run.totals().values()).containsOnly(3_000_000L);
    assertThat(run.stages().get(0).tasks()).isEqualTo(500_000);
    assertThat(run.stages().get(0).durations().min()).isEqualTo(0.05);
    assertThat(run.stages().get(0).durations().max()).isEqualTo(0.146);
    var json = new ByteArrayOutputStream();
    run.writeTo(json);
    assertThat(json.size()).isLessThan(25_000_000);
  }

  @Test
  void clocksThatDifferMakeNoNegativeTimes() {
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app", "skewed", 10_000);
    builder.executorAdded("1", "host", 1, 4_000);
    builder.jobStarted(new Facts.Job(0, "", 5L, List.of(0), 12_000));
    builder.queryStarted(
        5, "q", new Facts.Operator("Scan", "", Map.of(), Map.of(), List.of()), 12_000);
    builder.stageSubmitted(stage(0, 12_000, 0, null));
    builder.taskEnded(
        new Facts.Task(0, 0, 0, 0, "1", 13_000, 9_000, "success", false, metrics(1), Map.of()));
    builder.stageCompleted(stage(0, 12_000, 8_000, null));
    builder.jobEnded(0, true, 8_000);
    builder.queryEnded(5, 8_000);
    builder.executorRemoved("1", "old", 7_000);
    builder.ends(9_000, "complete", null);
    RunProfile run = Judge.judge(builder.build());

    assertThat(run.application().seconds()).isNotNegative();
    assertThat(run.application().driverSeconds()).isNotNegative();
    assertThat(run.jobs()).extracting(JobProfile::seconds).containsExactly(0.0);
    assertThat(run.queries()).extracting(QueryProfile::seconds).containsExactly(0.0);
    assertThat(run.stages()).extracting(StageProfile::seconds).containsExactly(0.0);
    assertThat(run.stages().get(0).timeline()).extracting(TaskSpan::seconds).containsExactly(0.0);
    assertThat(run.executors().get(0).added()).isNotNegative();
  }

  @Test
  void tasksWhoseMetricsWereLostAreTold() {
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app", "lost", 0);
    builder.taskEnded(task(0, 0, null));
    builder.metricsLost();
    builder.taskEnded(task(0, 1, null));
    builder.metricsLost();
    builder.taskEnded(task(0, 2, metrics(1)));
    assertThat(builder.build().notes())
        .anyMatch(note -> note.contains("as their executor was lost: 2;"));
  }

  @Test
  void passwordsInErrorsAndDescriptionsAreMasked() {
    String secret = "jdbc:postgresql://ada:lovelace@host/db?password=babbage";
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app", "secrets", 0);
    builder.jobStarted(new Facts.Job(0, "read " + secret, null, List.of(0), 1));
    builder.stageSubmitted(stage(0, 1, 2, "Cannot read " + secret));
    builder.queryStarted(
        1,
        "save " + secret,
        new Facts.Operator(
            "Scan",
            "Filter (name#1 = Lovelace), " + secret,
            Map.of("Location", secret, "PushedFilters", "[EqualTo(name,Lovelace)]"),
            Map.of(),
            List.of()),
        1);
    builder.ends(3, "failed", "No connection to " + secret);
    assertThat(builder.build().toString())
        .contains("jdbc:postgresql://ada:***@host", "No connection", "Cannot read")
        .doesNotContain("lovelace", "Lovelace", "babbage");
  }
}
