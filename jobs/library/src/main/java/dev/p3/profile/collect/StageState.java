package dev.p3.profile.collect;

import dev.p3.profile.model.Metric;
import dev.p3.profile.model.TaskSpan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of an attempt of a stage so far, in bounded memory. */
final class StageState {
  private static final int MOST_SLOWEST = 5;
  private static final Metric[] METRICS = Metric.values();
  private static final double MS = 1e3;

  final TreeSet<Integer> jobs = new TreeSet<>();
  final Reservoir.OfNumbers durations = new Reservoir.OfNumbers();
  final Reservoir.OfNumbers records = new Reservoir.OfNumbers();
  final Reservoir<TaskSpan> timeline;
  private final PriorityQueue<TaskSpan> slowest =
      new PriorityQueue<>(Comparator.comparingDouble(TaskSpan::seconds));
  private final long[] sums = new long[METRICS.length];
  Facts.Stage facts;
  Long taskBinaryBytes;
  long tasks;
  long failed;
  long killed;
  long speculative;

  StageState(Facts.Stage facts, int mostSpans) {
    this.facts = facts;
    this.timeline = new Reservoir<>(mostSpans);
  }

  void add(Facts.Task task, long origin) {
    if (task.metrics() != null) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += task.metrics()[i];
      }
    }
    TaskSpan span = span(task, origin);
    speculative += task.speculative() ? 1 : 0;
    switch (task.status()) {
      case "success" -> {
        tasks++;
        durations.add(span.seconds());
        records.add(span.records());
      }
      case "killed" -> killed++;
      default -> failed++;
    }
    timeline.add(span);
    slowest.add(span);
    if (slowest.size() > MOST_SLOWEST) {
      slowest.remove();
    }
  }

  private static TaskSpan span(Facts.Task task, long origin) {
    return new TaskSpan(
        task.partition(),
        task.attempt(),
        task.executor(),
        (task.launched() - origin) / MS,
        Math.max(0, task.finished() - task.launched()) / MS,
        task.status(),
        task.speculative(),
        value(task, Metric.INPUT_RECORDS) + value(task, Metric.SHUFFLE_READ_RECORDS),
        value(task, Metric.INPUT_BYTES)
            + value(task, Metric.SHUFFLE_LOCAL_BYTES)
            + value(task, Metric.SHUFFLE_REMOTE_BYTES));
  }

  private static long value(Facts.Task task, Metric metric) {
    return task.metrics() == null ? 0 : task.metrics()[metric.ordinal()];
  }

  Map<String, Long> metrics() {
    var metrics = new TreeMap<String, Long>();
    for (Metric metric : METRICS) {
      metrics.put(metric.key(), sums[metric.ordinal()]);
    }
    return metrics;
  }

  List<TaskSpan> slowest() {
    return slowest.stream()
        .sorted(Comparator.comparingDouble(TaskSpan::seconds).reversed())
        .toList();
  }
}
