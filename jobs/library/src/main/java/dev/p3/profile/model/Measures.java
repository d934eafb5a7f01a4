package dev.p3.profile.model;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The numbers of a profile that two runs are compared by. */
public final class Measures {
  private static final double MS = 1e3;
  private static final double NS = 1e9;

  private static final Map<String, ToDoubleFunction<RunProfile>> NAMED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("seconds", run -> run.application().seconds()),
              Map.entry("driver_seconds", run -> run.application().driverSeconds()),
              Map.entry("cpu_seconds", run -> run.total(Metric.CPU_NS) / NS),
              Map.entry("task_seconds", run -> run.total(Metric.RUN_MS) / MS),
              Map.entry("gc_seconds", run -> run.total(Metric.GC_MS) / MS),
              Map.entry("shuffle_bytes", run -> run.total(Metric.SHUFFLE_WRITE_BYTES)),
              Map.entry("spill_bytes", run -> run.total(Metric.DISK_SPILLED_BYTES)),
              Map.entry("allocated_bytes", Measures::allocated),
              Map.entry("peak_heap_bytes", Measures::peakHeap),
              Map.entry("stages", run -> run.stages().size()),
              Map.entry("tasks", Measures::tasks),
              Map.entry("findings", run -> run.findings().size())));

  private Measures() {}

  /** All names: those here, and of every {@link Metric}. */
  public static SortedSet<String> names() {
    var names = new TreeSet<>(NAMED.keySet());
    for (Metric metric : Metric.values()) {
      names.add(metric.key());
    }
    return names;
  }

  static OptionalDouble of(RunProfile run, String name) {
    ToDoubleFunction<RunProfile> named = NAMED.get(name);
    if (named != null) {
      return OptionalDouble.of(named.applyAsDouble(run));
    }
    Long total = run.totals().get(name);
    return total == null ? OptionalDouble.empty() : OptionalDouble.of(total);
  }

  private static double allocated(RunProfile run) {
    return run.stages().stream()
        .mapToLong(stage -> stage.allocatedBytes() == null ? 0 : stage.allocatedBytes())
        .sum();
  }

  private static double peakHeap(RunProfile run) {
    return run.executors().stream().mapToLong(each -> each.peak("HeapUsed")).max().orElse(0);
  }

  private static double tasks(RunProfile run) {
    return run.stages().stream()
        .mapToLong(stage -> stage.tasks() + stage.failed() + stage.killed())
        .sum();
  }
}
