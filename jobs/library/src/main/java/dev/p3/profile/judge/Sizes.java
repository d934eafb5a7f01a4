package dev.p3.profile.judge;

import dev.p3.profile.model.JobProfile;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.profile.model.TaskSpan;
import dev.p3.profile.model.WhatIf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long the same tasks would take on other numbers of executors: stages begin when those whose
 * shuffles they read have ended, tasks take the core that is free first, longest first (Graham's
 * list scheduling), and the driver takes what it took. Tasks are held to take as long as they did;
 * where many were measured, a sample stands for them.
 */
final class Sizes {
  private static final int[] FACTORS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};
  private static final int MOST_TIMES_MORE = 4;
  private static final int MOST_TASKS = 200_000;

  private Sizes() {}

  static List<WhatIf> of(RunProfile run) {
    int executors =
        Math.max(1, (int) run.executors().stream().filter(each -> each.cores() > 0).count());
    int coresEach = run.application().cores() / executors;
    if (coresEach < 1 || run.stages().isEmpty()) {
      return List.of();
    }
    var counts = new TreeSet<Integer>(List.of(executors));
    for (int count : FACTORS) {
      if (count <= Math.max(MOST_TIMES_MORE, MOST_TIMES_MORE * executors)) {
        counts.add(count);
      }
    }
    List<List<StageProfile>> groups = groups(run);
    var table = new ArrayList<WhatIf>();
    for (int count : counts) {
      int cores = count * coresEach;
      double busy = busySeconds(run);
      double seconds = run.application().driverSeconds() + stageSeconds(groups, cores);
      table.add(
          new WhatIf(count, cores, seconds, seconds > 0 ? Math.min(1, busy / seconds / cores) : 0));
    }
    return table;
  }

  /** Core-seconds that tasks took. */
  static double busySeconds(RunProfile run) {
    return run.stages().stream().mapToDouble(Sizes::busySeconds).sum();
  }

  /** Core-seconds that the tasks of a stage took. */
  static double busySeconds(StageProfile stage) {
    return scale(stage) * stage.timeline().stream().mapToDouble(TaskSpan::seconds).sum();
  }

  private static double scale(StageProfile stage) {
    long all = stage.tasks() + stage.failed() + stage.killed();
    return stage.timeline().isEmpty() ? 0 : (double) all / stage.timeline().size();
  }

  /** Jobs one after another; those that ran at the same time, together. */
  private static double stageSeconds(List<List<StageProfile>> groups, int cores) {
    double sum = 0;
    for (List<StageProfile> together : groups) {
      sum += seconds(together, cores);
    }
    return sum;
  }

  /** Stages whose jobs overlapped in time. */
  private static List<List<StageProfile>> groups(RunProfile run) {
    List<JobProfile> jobs =
        run.jobs().stream().sorted(Comparator.comparingDouble(JobProfile::start)).toList();
    var groups = new ArrayList<List<StageProfile>>();
    var placed = new HashSet<Integer>();
    Map<Integer, List<StageProfile>> attempts =
        run.stages().stream().collect(Collectors.groupingBy(StageProfile::id));
    var group = new ArrayList<StageProfile>();
    double end = Double.NEGATIVE_INFINITY;
    for (JobProfile job : jobs) {
      if (job.start() >= end && !group.isEmpty()) {
        groups.add(List.copyOf(group));
        group.clear();
      }
      end = Math.max(end, job.start() + job.seconds());
      for (int stage : job.stages()) {
        if (placed.add(stage)) {
          group.addAll(attempts.getOrDefault(stage, List.of()));
        }
      }
    }
    groups.add(group);
    return groups;
  }

  private static double seconds(List<StageProfile> stages, int cores) {
    Map<Integer, Double> ends = new TreeMap<>();
    var free = new PriorityQueue<Double>();
    for (int core = 0; core < cores; core++) {
      free.add(0.0);
    }
    double end = 0;
    List<StageProfile> inOrder =
        stages.stream().sorted(Comparator.comparingDouble(StageProfile::start)).toList();
    for (StageProfile stage : inOrder) {
      double ready =
          stage.parents().stream()
              .mapToDouble(parent -> ends.getOrDefault(parent, 0.0))
              .max()
              .orElse(0);
      double stageEnd = ready;
      for (double seconds : durations(stage)) {
        double begin = Math.max(ready, free.remove());
        free.add(begin + seconds);
        stageEnd = Math.max(stageEnd, begin + seconds);
      }
      ends.merge(stage.id(), stageEnd, Math::max);
      end = Math.max(end, stageEnd);
    }
    return end;
  }

  private static List<Double> durations(StageProfile stage) {
    long all = Math.min(MOST_TASKS, stage.tasks() + stage.failed() + stage.killed());
    List<TaskSpan> sample = stage.timeline();
    var durations = new ArrayList<Double>();
    for (long i = 0; i < all && !sample.isEmpty(); i++) {
      durations.add(sample.get((int) (i % sample.size())).seconds());
    }
    durations.sort(Comparator.reverseOrder());
    return durations;
  }
}
