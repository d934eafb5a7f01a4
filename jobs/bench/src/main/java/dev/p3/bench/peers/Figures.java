package dev.p3.bench.peers;

import dev.p3.bench.Measured;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What contenders took, turn by turn. Prints medians, the least and the most, of all figures and of
 * their ratios to the first contender's in the same turn.
 */
final class Figures {
  // Kept before a job runs: the command line sends what is printed to its own errors.
  private static final PrintStream OUT = System.out;

  private final String[] headings;
  private final Map<String, List<double[]>> taken = new LinkedHashMap<>();

  /**
   * @param headings one for each figure of a turn
   */
  Figures(String... headings) {
    this.headings = headings;
  }

  void add(String contender, double... figures) {
    taken.computeIfAbsent(contender, name -> new ArrayList<>()).add(figures);
  }

  void print() {
    OUT.println(
        "| | "
            + String.join(" | ", headings)
            + " | times the first's "
            + String.join(" | times the first's ", headings)
            + " |");
    OUT.println("|---|" + "---:|".repeat(2 * headings.length));
    List<double[]> first = taken.values().iterator().next();
    taken.forEach(
        (name, turns) -> {
          var line = new StringBuilder("| ").append(name).append(" |");
          for (int i = 0; i < headings.length; i++) {
            line.append(' ').append(Measured.range(column(turns, i))).append(" |");
          }
          for (int i = 0; i < headings.length; i++) {
            line.append(' ')
                .append(Measured.range(ratios(column(turns, i), column(first, i))))
                .append(" |");
          }
          OUT.println(line);
        });
  }

  private static double[] column(List<double[]> turns, int column) {
    return turns.stream().mapToDouble(row -> row[column]).toArray();
  }

  private static double[] ratios(double[] values, double[] first) {
    var ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / first[i]);
    return ratios;
  }
}
