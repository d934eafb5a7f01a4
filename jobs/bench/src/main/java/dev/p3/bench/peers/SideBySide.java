package dev.p3.bench.peers;

import dev.p3.bench.Measured;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Runs contenders in turns, so that whatever else the machine does meets all of them, and prints
 * for each the time on the clock, the CPU time of this JVM, and the ratios to the first one, turn
 * by turn: medians, the least and the most. The first turn warms up and is not counted.
 */
final class SideBySide {
  private static final double NANOS = 1e9;

  private final Map<String, Contender> contenders = new LinkedHashMap<>();
  private final Figures figures = new Figures("s", "CPU s");

  /** What is measured. */
  interface Contender {
    void run() throws Exception;
  }

  SideBySide with(String name, Contender contender) {
    contenders.put(name, contender);
    return this;
  }

  /** Measures and prints. */
  void run(int turns) throws Exception {
    for (int turn = 0; turn <= turns; turn++) {
      for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
        System.gc();
        long cpu = Measured.cpu();
        long start = System.nanoTime();
        contender.getValue().run();
        double[] taken = {(System.nanoTime() - start) / NANOS, (Measured.cpu() - cpu) / NANOS};
        System.err.printf(
            Locale.ROOT,
            "%d %s %.2f s, CPU %.2f s%n",
            turn,
            contender.getKey(),
            taken[0],
            taken[1]);
        if (turn > 0) {
          figures.add(contender.getKey(), taken);
        }
      }
    }
    figures.print();
  }
}
