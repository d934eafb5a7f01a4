package dev.p3.patterns.profile;

import dev.p3.profile.Profiled;
import dev.p3.profile.collect.Facts;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.judge.Judge;
import dev.p3.profile.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A profile with everything in it, and names that mean harm. */
final class HostileProfile {
  static final String HARM = "</script><script>document.title='harmed'</script><img src=x>";

  private HostileProfile() {}

  static Profiled profiled(int tasks) {
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app-1", HARM, 1_000);
    builder.executorAdded("1", "host", 2, 1_000);
    builder.executorAdded("2", HARM, 2, 1_000);
    builder.executorRemoved("2", HARM, 5_000);
    builder.executorPeaks("1", Map.of("JVMHeapMemory", 1L << 28, "HeapMax", 1L << 30));
    var stage = new Facts.Stage(7, 0, HARM, "", List.of(), List.of(), 1_000, 9_000, null);
    builder.stageSubmitted(stage);
    builder.jobStarted(new Facts.Job(1, HARM, 3L, List.of(7), 1_000));
    builder.queryStarted(
        3,
        HARM,
        new Facts.Operator(
            "Exchange",
            HARM,
            Map.of(),
            Map.of("data size", new Facts.SqlMetric(5, "size")),
            List.of()),
        1_000);
    builder.accumulated(Map.of(5L, 1234L));
    for (int i = 0; i < tasks; i++) {
      builder.taskEnded(
          new Facts.Task(
              7,
              0,
              i,
              0,
              Integer.toString(1 + i % 2),
              1_000 + i % 4_000,
              1_100 + i % 4_000 + (i == 5 ? 3_000 : 0),
              i == 3 ? "failed" : "success",
              false,
              new long[Metric.values().length],
              Map.of()));
    }
    builder.stageCompleted(stage);
    builder.jobEnded(1, true, 9_000);
    builder.queryEnded(3, 9_000);
    builder.ends(9_500, "failed", HARM);
    var folded = new ArrayList<String>();
    for (int i = 0; i < 5_000; i++) {
      folded.add(
          "stage 7 %s;my.Job.lambda$%d(Job.java);a.B.c;my.Job.lambda$%d(Job.java:%d);java.lang.String.<init> %d"
              .formatted(HARM, i % 7, i % 7, i % 90, 20_000 + i));
    }
    return new Profiled(Judge.judge(builder.build()), folded, folded);
  }
}
