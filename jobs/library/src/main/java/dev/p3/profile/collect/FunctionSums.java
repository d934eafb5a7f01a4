package dev.p3.profile.collect;

import dev.p3.profile.model.FunctionProfile;
import dev.p3.profile.model.WorkKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What was sampled of one function in one stage. */
final class FunctionSums {
  private static final double MOSTLY = 0.5;

  private final String function;
  private final Map<String, Long> lines = new HashMap<>();
  private final Map<String, Long> calls = new HashMap<>();
  private final Map<WorkKind, Long> cpuOf = new EnumMap<>(WorkKind.class);
  private final Map<WorkKind, Long> allocatedOf = new EnumMap<>(WorkKind.class);
  private long cpu;
  private long allocated;
  private boolean isUdf;

  FunctionSums(String function) {
    this.function = function;
  }

  void ran(Stack stack, long micros) {
    cpu += micros;
    isUdf |= stack.isUdf();
    lines.merge(stack.at(), micros, Long::sum);
    calls.merge(stack.calls(), micros, Long::sum);
    stack.kinds().forEach(kind -> cpuOf.merge(kind, micros, Long::sum));
  }

  void allocated(Stack stack, long bytes) {
    allocated += bytes;
    isUdf |= stack.isUdf();
    lines.merge(stack.at(), 0L, Long::sum);
    stack.kinds().forEach(kind -> allocatedOf.merge(kind, bytes, Long::sum));
  }

  FunctionProfile profile(double stageMicros, double stageSeconds) {
    var shares = new TreeMap<String, Double>();
    cpuOf.forEach((kind, micros) -> shares.put(kind.key(), micros / stageMicros));
    var bytes = new TreeMap<String, Long>();
    allocatedOf.forEach((kind, value) -> bytes.put(kind.key(), value));
    return new FunctionProfile(
        function,
        most(lines).map(Map.Entry::getKey).orElse(""),
        cpu / stageMicros * stageSeconds,
        cpu / stageMicros,
        allocated,
        isUdf,
        most(calls)
            .filter(call -> call.getValue() >= MOSTLY * cpu)
            .map(Map.Entry::getKey)
            .orElse(""),
        shares,
        bytes);
  }

  private static java.util.Optional<Map.Entry<String, Long>> most(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
  }
}
