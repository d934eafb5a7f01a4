package dev.p3.profile.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.profile.collect.Facts;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.WhatIf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How long a run would take on other numbers of executors, where that can be worked out by hand.
 */
class SizesTest {
  private static Facts.Stage stage(int id, List<Integer> parents, long from, long to) {
    return new Facts.Stage(id, 0, "stage", "", parents, List.of(), from, to, null);
  }

  private static void tasks(ProfileBuilder builder, int stage, long from, long... millis) {
    for (int i = 0; i < millis.length; i++) {
      builder.taskEnded(
          new Facts.Task(
              stage,
              0,
              i,
              0,
              "1",
              from,
              from + millis[i],
              "success",
              false,
              new long[Metric.values().length],
              Map.of()));
    }
  }

  /** On one core: a second without stages, 4 s of map tasks, 3 + 1 s of tasks that read them. */
  @Test
  void aLongTaskAndTheDriverBoundWhatMoreExecutorsSave() {
    ProfileBuilder builder = ProfileBuilder.ofEventLog();
    builder.begins("app", "app", 0);
    builder.executorAdded("1", "host", 1, 0);
    builder.jobStarted(new Facts.Job(0, "", null, List.of(0, 1), 1_000));
    builder.stageSubmitted(stage(0, List.of(), 1_000, 0));
    tasks(builder, 0, 1_000, 1_000, 1_000, 1_000, 1_000);
    builder.stageCompleted(stage(0, List.of(), 1_000, 5_000));
    builder.stageSubmitted(stage(1, List.of(0), 5_000, 0));
    tasks(builder, 1, 5_000, 3_000, 1_000);
    builder.stageCompleted(stage(1, List.of(0), 5_000, 9_000));
    builder.jobEnded(0, true, 9_000);
    builder.ends(9_000, "complete", null);

    assertThat(Judge.judge(builder.build()).whatIf())
        .containsExactly(
            new WhatIf(1, 1, 1 + 4 + 4, 8.0 / 9),
            new WhatIf(2, 2, 1 + 2 + 3, 8.0 / 6 / 2),
            new WhatIf(3, 3, 1 + 2 + 3, 8.0 / 6 / 3),
            new WhatIf(4, 4, 1 + 1 + 3, 8.0 / 5 / 4));
  }
}
