package dev.p3.profile.collect;

import dev.p3.profile.model.FunctionProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was sampled, by stage and stack. Not thread-safe. */
final class Samples {
  private static final double MICROS = 1e6;

  private final CallTree tree;
  private final Map<StageKey, Map<Delta.Kind, Map<Integer, Long>>> byStage = new HashMap<>();

  Samples(CallTree tree) {
    this.tree = tree;
  }

  void add(Delta.Kind kind, StageKey stage, int node, long value) {
    byStage
        .computeIfAbsent(stage, any -> new EnumMap<>(Delta.Kind.class))
        .computeIfAbsent(kind, any -> new HashMap<>())
        .merge(node, value, Long::sum);
  }

  private Map<Integer, Long> of(StageKey stage, Delta.Kind kind) {
    return byStage.getOrDefault(stage, Map.of()).getOrDefault(kind, Map.of());
  }

  long sum(StageKey stage, Delta.Kind kind) {
    return of(stage, kind).values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many different stacks there are. */
  long stacks() {
    return byStage.values().stream()
        .flatMap(kinds -> kinds.values().stream())
        .mapToLong(Map::size)
        .sum();
  }

  /**
   * The functions of a stage, most CPU time first.
   *
   * @param cpuSeconds what the stage took, by which shares become seconds
   */
  List<FunctionProfile> functions(StageKey stage, double cpuSeconds) {
    var sums = new HashMap<String, FunctionSums>();
    of(stage, Delta.Kind.CPU)
        .forEach(
            (node, value) -> {
              Stack stack = Stack.of(tree.path(node));
              sums.computeIfAbsent(stack.function(), FunctionSums::new).ran(stack, value);
            });
    of(stage, Delta.Kind.ALLOCATION)
        .forEach(
            (node, value) -> {
              Stack stack = Stack.of(tree.path(node));
              sums.computeIfAbsent(stack.function(), FunctionSums::new).allocated(stack, value);
            });
    double total = Math.max(1, sum(stage, Delta.Kind.CPU));
    return sums.values().stream()
        .map(each -> each.profile(total, cpuSeconds))
        .sorted(
            Comparator.comparingDouble(FunctionProfile::cpuShare)
                .thenComparingLong(FunctionProfile::allocatedBytes)
                .reversed())
        .toList();
  }

  /**
   * Stacks in the folded format: frames from the outermost to the innermost, separated by
   * semicolons, then the value. The first frame is the stage, the second the user's function.
   */
  List<String> folded(Delta.Kind kind, Map<StageKey, String> stageNames) {
    var lines = new TreeMap<String, Long>();
    byStage.forEach(
        (stage, kinds) ->
            kinds
                .getOrDefault(kind, Map.of())
                .forEach(
                    (node, value) -> {
                      List<String> path = tree.path(node);
                      String line =
                          stageNames.getOrDefault(stage, "outside of tasks")
                              + ";"
                              + Stack.of(path).title()
                              + ";"
                              + String.join(";", path);
                      lines.merge(line.replace('\n', ' '), value, Long::sum);
                    }));
    var folded = new ArrayList<String>();
    lines.forEach((line, value) -> folded.add(line + " " + value));
    return folded;
  }

  static double seconds(long micros) {
    return micros / MICROS;
  }
}
