package dev.p3.patterns.profile;

import dev.p3.profile.model.Measures;
import dev.p3.profile.model.Metric;
import dev.p3.profile.model.RunProfile;
import dev.p3.profile.model.StageProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two profiles beside each other: totals, and stages that have the same name; of several, the first
 * with the first and so on.
 *
 * @param measures of the whole runs
 * @param stages of either; what the other has not is null
 */
public record ProfileDifference(List<Row> measures, List<Row> stages) {
  private static final double NS = 1e9;

  /**
   * A number of both.
   *
   * @param name of the measure, or of the stage
   * @param measure what is compared
   * @param before null when it is not there
   * @param after null when it is not there
   */
  public record Row(String name, String measure, Double before, Double after) {
    /** How many times as much; null when that has no meaning. */
    public Double ratio() {
      return before == null || after == null || before == 0 ? null : (Double) (after / before);
    }
  }

  public static ProfileDifference of(RunProfile before, RunProfile after) {
    var measures = new ArrayList<Row>();
    for (String name : Measures.names()) {
      double first = before.measure(name).orElse(0);
      double second = after.measure(name).orElse(0);
      if (first != 0 || second != 0) {
        measures.add(new Row(name, "", first, second));
      }
    }
    return new ProfileDifference(measures, stages(named(before), named(after)));
  }

  private static List<Row> stages(
      Map<String, StageProfile> before, Map<String, StageProfile> after) {
    var names = new LinkedHashMap<String, Boolean>();
    before.keySet().forEach(name -> names.put(name, true));
    after.keySet().forEach(name -> names.put(name, true));
    var rows = new ArrayList<Row>();
    for (String name : names.keySet()) {
      StageProfile first = before.get(name);
      StageProfile second = after.get(name);
      rows.add(
          new Row(
              name,
              "seconds",
              first == null ? null : (Double) first.seconds(),
              second == null ? null : (Double) second.seconds()));
      rows.add(new Row(name, "cpu_seconds", cpu(first), cpu(second)));
      rows.add(new Row(name, "shuffle_bytes", shuffled(first), shuffled(second)));
    }
    return rows;
  }

  private static Double cpu(StageProfile stage) {
    return stage == null ? null : (Double) (stage.sum(Metric.CPU_NS) / NS);
  }

  private static Double shuffled(StageProfile stage) {
    return stage == null ? null : (Double) (double) stage.sum(Metric.SHUFFLE_WRITE_BYTES);
  }

  /** By name, with a number from the second of a name on. */
  private static Map<String, StageProfile> named(RunProfile run) {
    var stages = new LinkedHashMap<String, StageProfile>();
    var seen = new HashMap<String, Integer>();
    for (StageProfile stage : run.stages()) {
      int number = seen.merge(stage.name(), 1, Integer::sum);
      stages.put(number == 1 ? stage.name() : stage.name() + " #" + number, stage);
    }
    return stages;
  }

  /** A page with the stacks that took more in red, and those that took less in blue. */
  public static String flames(List<String> before, List<String> after) throws IOException {
    return Flames.difference(
        "CPU time: red took more than before, blue less", unnumbered(before), unnumbered(after));
  }

  /** Stages have other numbers in another run. */
  private static List<String> unnumbered(List<String> folded) {
    return folded.stream().map(line -> line.replaceFirst("^stage \\d+(\\.\\d+)? ", "")).toList();
  }
}
