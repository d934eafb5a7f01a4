package dev.p3.patterns.profile;

import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.TaskSpan;
import dev.p3.report.Picture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Pictures of a run over time. */
final class Timelines {
  /** Beyond, a browser takes seconds. */
  private static final int MOST_SPANS = 5_000;

  private static final int MOST_STAGES = 40;
  private static final double MIB = 1 << 20;

  private Timelines() {}

  private record Ran(StageProfile stage, int group, TaskSpan task) {}

  /** Tasks by executor, one lane for each core that was in use. */
  static Picture.Timeline tasks(RunProfile run) {
    var all = new ArrayList<Ran>();
    var groups = new ArrayList<String>();
    for (StageProfile stage : run.stages()) {
      stage.timeline().forEach(task -> all.add(new Ran(stage, groups.size(), task)));
      groups.add(stage.title());
    }
    List<Ran> shown =
        all.stream()
            .sorted(Comparator.comparingDouble((Ran ran) -> ran.task.seconds()).reversed())
            .limit(MOST_SPANS)
            .sorted(Comparator.comparingDouble(ran -> ran.task.start()))
            .toList();
    Map<String, List<Double>> freeFrom = new TreeMap<>();
    var lanesOf = new ArrayList<String>();
    for (Ran ran : shown) {
      lanesOf.add(
          lane(ran.task, freeFrom.computeIfAbsent(ran.task.executor(), any -> new ArrayList<>())));
    }
    List<String> lanes = lanesOf.stream().distinct().sorted().toList();
    var spans = new ArrayList<List<Number>>();
    var titles = new ArrayList<String>();
    for (int i = 0; i < shown.size(); i++) {
      TaskSpan task = shown.get(i).task;
      spans.add(
          List.of(
              lanes.indexOf(lanesOf.get(i)),
              rounded(task.start()),
              rounded(task.start() + task.seconds()),
              shown.get(i).group,
              task.status().equals("success") ? 0 : 1));
      titles.add(
          String.format(
              Locale.ROOT,
              "partition %d, attempt %d%s",
              task.partition(),
              task.attempt(),
              task.speculative() ? ", speculative" : ""));
    }
    return new Picture.Timeline(lanes, groups, spans, titles);
  }

  private static String lane(TaskSpan task, List<Double> freeFrom) {
    int lane = 0;
    while (lane < freeFrom.size() && freeFrom.get(lane) > task.start()) {
      lane++;
    }
    double end = task.start() + task.seconds();
    if (lane == freeFrom.size()) {
      freeFrom.add(end);
    } else {
      freeFrom.set(lane, end);
    }
    return String.format(Locale.ROOT, "%s, core %d", task.executor(), lane + 1);
  }

  /** To a millisecond. */
  private static double rounded(double seconds) {
    return Math.round(seconds * 1e3) / 1e3;
  }

  /** What executors held in memory. */
  static Picture.Lines memory(RunProfile run) {
    var lines = new ArrayList<Picture.Line>();
    for (ExecutorProfile executor : run.executors()) {
      if (!executor.memory().isEmpty()) {
        lines.add(
            new Picture.Line(
                "heap of " + executor.id(),
                executor.memory().stream()
                    .map(point -> List.of(rounded(point.at()), point.heapUsed() / MIB))
                    .toList()));
        lines.add(
            new Picture.Line(
                "resident of " + executor.id(),
                executor.memory().stream()
                    .filter(point -> point.resident() > 0)
                    .map(point -> List.of(rounded(point.at()), point.resident() / MIB))
                    .toList()));
      }
    }
    return new Picture.Lines("MB", lines);
  }

  /** How long the tasks of each stage took; of the longest stages when there are many. */
  static Picture.Boxes durations(RunProfile run) {
    List<StageProfile> stages =
        run.stages().stream()
            .filter(stage -> stage.tasks() > 0)
            .sorted(Comparator.comparingDouble(StageProfile::seconds).reversed())
            .limit(MOST_STAGES)
            .sorted(Comparator.comparingInt(StageProfile::id))
            .toList();
    return new Picture.Boxes(
        "s",
        stages.stream().map(StageProfile::title).toList(),
        stages.stream()
            .map(StageProfile::durations)
            .map(each -> List.of(each.min(), each.p25(), each.median(), each.p75(), each.max()))
            .toList());
  }
}
