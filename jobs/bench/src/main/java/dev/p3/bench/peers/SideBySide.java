package dev.p3.bench.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs contenders in turns, so that whatever else the machine does meets all of them, and prints
 * for each the time on the clock, the CPU time of this JVM, and the ratios to the first one, turn
 * by turn: medians, the least and the most. The first turn warms up and is not counted.
 */
final class SideBySide {
  private static final double NANOS = 1e9;

  private final Map<String, Timed> contenders = new LinkedHashMap<>();
  private final Map<String, List<double[]>> seconds = new LinkedHashMap<>();

  /** What is measured. */
  interface Contender {
    void run() throws Exception;
  }

  /** What knows itself how long that took which counts. */
  interface Timed {
    long nanos() throws Exception;
  }

  SideBySide with(String name, Contender contender) {
    return timed(
        name,
        () -> {
          long start = System.nanoTime();
          contender.run();
          return System.nanoTime() - start;
        });
  }

  SideBySide timed(String name, Timed contender) {
    contenders.put(name, contender);
    seconds.put(name, new ArrayList<>());
    return this;
  }

  /** Measures and prints. */
  void run(int turns) throws Exception {
    for (int turn = 0; turn <= turns; turn++) {
      for (Map.Entry<String, Timed> contender : contenders.entrySet()) {
        System.gc();
        long cpu = cpu();
        long nanos = contender.getValue().nanos();
        double[] taken = {nanos / NANOS, (cpu() - cpu) / NANOS};
        System.err.printf(
            Locale.ROOT,
            "%d %s %.3f s, CPU %.2f s%n",
            turn,
            contender.getKey(),
            taken[0],
            taken[1]);
        if (turn > 0) {
          seconds.get(contender.getKey()).add(taken);
        }
      }
    }
    print();
  }

  private void print() {
    System.out.println("| | s | CPU s | times the first's s | times the first's CPU s |");
    System.out.println("|---|---:|---:|---:|---:|");
    List<double[]> first = seconds.values().iterator().next();
    seconds.forEach(
        (name, taken) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |%n",
                name,
                range(column(taken, 0)),
                range(column(taken, 1)),
                range(ratios(column(taken, 0), column(first, 0))),
                range(ratios(column(taken, 1), column(first, 1)))));
  }

  private static double[] column(List<double[]> taken, int column) {
    return taken.stream().mapToDouble(row -> row[column]).toArray();
  }

  private static double[] ratios(double[] values, double[] first) {
    var ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / first[i]);
    return ratios;
  }

  private static String range(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        sorted[0] < 1 ? "%.3f (%.3f–%.3f)" : "%.2f (%.2f–%.2f)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
