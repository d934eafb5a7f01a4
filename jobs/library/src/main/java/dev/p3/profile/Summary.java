package dev.p3.profile;

import dev.p3.profile.model.Application;
import dev.p3.profile.model.Finding;
import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.ProfilerCost;
import dev.p3.profile.model.PythonWork;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import dev.p3.scope.ByteSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A profile in at most ten lines. */
final class Summary {
  private static final int MOST_LINES = 10;
  private static final int MOST_FUNCTIONS = 3;
  private static final double MS = 1e3;
  private static final double NS = 1e9;
  private static final double PERCENT = 100;
  private static final double LEAST_SHOWN_SECONDS = 0.05;

  private Summary() {}

  static List<String> of(RunProfile run) {
    var lines = new ArrayList<String>();
    lines.add(head(run));
    lines.add(time(run));
    lines.add(cpu(run));
    lines.add(data(run));
    lines.add(memory(run));
    Optional<PythonWork> python = PythonWork.of(run);
    python.ifPresent(work -> lines.add(python(work)));
    lines.addAll(functions(run, python.isPresent() ? MOST_FUNCTIONS - 1 : MOST_FUNCTIONS));
    lines.add(profiler(run));
    lines.addAll(findings(run.findings(), MOST_LINES - lines.size()));
    return lines;
  }

  private static String head(RunProfile run) {
    Application application = run.application();
    return text(
        "Profile of %s (%s): %.1f s on %d %s, %,.0f tasks in %,d stages",
        application.name(),
        application.status(),
        application.seconds(),
        application.cores(),
        application.cores() == 1 ? "core" : "cores",
        run.measure("tasks").orElse(0),
        run.stages().size());
  }

  private static String time(RunProfile run) {
    Application application = run.application();
    double available = application.seconds() * application.cores();
    return text(
        "  time     %.1f s with stages running, %.1f s without; tasks kept the cores %.0f %% busy",
        application.seconds() - application.driverSeconds(),
        application.driverSeconds(),
        available > 0 ? PERCENT * run.total(Metric.RUN_MS) / MS / available : 0);
  }

  private static String python(PythonWork work) {
    var parts = new ArrayList<String>();
    if (work.workerSeconds() > 0) {
      parts.add(text("Python workers took %.1f s", work.workerSeconds()));
    }
    if (work.sentBytes() + work.returnedBytes() > 0) {
      parts.add(
          text(
              "%s sent to them, %s returned",
              ByteSize.text(work.sentBytes()), ByteSize.text(work.returnedBytes())));
    }
    if (work.rddTaskSeconds() > 0) {
      parts.add(
          text(
              "tasks with Python's RDDs took %.1f s, of which %.1f s CPU of the JVM",
              work.rddTaskSeconds(), work.rddCpuSeconds()));
    }
    return "  python   " + String.join("; ", parts);
  }

  private static String cpu(RunProfile run) {
    double ran = run.total(Metric.RUN_MS) / MS;
    double collected = run.total(Metric.GC_MS) / MS;
    return text(
        "  tasks    %.1f s, of which %.1f s CPU, %.1f s GC (%.0f %%), %.1f s waiting for shuffles",
        ran,
        run.total(Metric.CPU_NS) / NS,
        collected,
        ran > 0 ? PERCENT * collected / ran : 0,
        run.total(Metric.FETCH_WAIT_MS) / MS);
  }

  private static String data(RunProfile run) {
    return text(
        "  data     %s read, %s shuffled, %s spilled, %s written",
        ByteSize.text(run.total(Metric.INPUT_BYTES)),
        ByteSize.text(run.total(Metric.SHUFFLE_WRITE_BYTES)),
        ByteSize.text(run.total(Metric.DISK_SPILLED_BYTES)),
        ByteSize.text(run.total(Metric.OUTPUT_BYTES)));
  }

  private static String memory(RunProfile run) {
    long used =
        run.executors().stream()
            .mapToLong(each -> Math.max(each.peak("HeapUsed"), each.peak("JVMHeapMemory")))
            .max()
            .orElse(0);
    long most = run.executors().stream().mapToLong(each -> each.peak("HeapMax")).max().orElse(0);
    double allocated = run.measure("allocated_bytes").orElse(0);
    return text(
        "  memory   heap of an executor at most %s%s; tasks allocated %s",
        ByteSize.text(used),
        most > 0 ? " of " + ByteSize.text(most) : "",
        allocated > 0 ? ByteSize.text((long) allocated) : "an unknown amount");
  }

  private record Seen(FunctionProfile function, double seconds, long bytes, StageProfile stage) {}

  private static List<String> functions(RunProfile run, int most) {
    double all = run.total(Metric.CPU_NS) / NS;
    Map<String, Seen> seen = new HashMap<>();
    for (StageProfile stage : run.stages()) {
      for (FunctionProfile function : stage.functions()) {
        seen.merge(
            function.function(),
            new Seen(function, function.cpuSeconds(), function.allocatedBytes(), stage),
            (a, b) ->
                new Seen(
                    a.seconds > b.seconds ? a.function : b.function,
                    a.seconds + b.seconds,
                    a.bytes + b.bytes,
                    a.seconds > b.seconds ? a.stage : b.stage));
      }
    }
    return seen.values().stream()
        .filter(each -> each.seconds > 0)
        .sorted(Comparator.comparingDouble(Seen::seconds).reversed())
        .limit(most)
        .map(
            each ->
                text(
                    "  %3.0f %% CPU  %s%s, stage %d, %s allocated",
                    all > 0 ? PERCENT * each.seconds / all : 0,
                    each.function.function().equals(FunctionProfile.SPARK)
                        ? "Spark itself"
                        : shortName(each.function.function()),
                    each.function.at().isEmpty() ? "" : " (" + each.function.at() + ")",
                    each.stage.id(),
                    ByteSize.text(each.bytes)))
        .toList();
  }

  /** Without the package. */
  private static String shortName(String function) {
    int method = function.lastIndexOf('.');
    return function.substring(function.lastIndexOf('.', method - 1) + 1);
  }

  private static String profiler(RunProfile run) {
    ProfilerCost cost = run.profiler();
    if (cost.samples() == 0) {
      return "  profiler no stacks"
          + (run.notes().isEmpty() ? "" : ": " + run.notes().get(run.notes().size() - 1));
    }
    double sampled =
        run.stages().stream()
            .mapToDouble(each -> each.sampledCpuSeconds() == null ? 0 : each.sampledCpuSeconds())
            .sum();
    double ran = run.total(Metric.CPU_NS) / NS;
    return text(
        "  profiler %,d samples, %.1f %% of the CPU time of the processes; %.0f %% of that of tasks not attributed",
        cost.samples(),
        PERCENT * cost.share(),
        ran > 0 ? PERCENT * Math.max(0, 1 - sampled / ran) : 0);
  }

  private static List<String> findings(List<Finding> findings, int most) {
    if (findings.isEmpty()) {
      return List.of("  findings none");
    }
    var lines = new ArrayList<String>();
    for (Finding finding : findings.subList(0, Math.min(most, findings.size()))) {
      lines.add(
          text(
              "  finding  %s: %s%s",
              finding.rule(),
              finding.what(),
              finding.savesSeconds() == null || finding.savesSeconds() < LEAST_SHOWN_SECONDS
                  ? ""
                  : text(" (may save %.1f s)", finding.savesSeconds())));
    }
    if (findings.size() > most) {
      lines.set(most - 1, lines.get(most - 1) + text(", and %d more", findings.size() - most));
    }
    return lines;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
