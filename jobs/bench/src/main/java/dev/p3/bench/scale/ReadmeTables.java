package dev.p3.bench.scale;

import dev.p3.bench.Measured;
import dev.p3.bench.scale.Scaling.Figures;
import dev.p3.bench.scale.Scaling.JobFigures;
import dev.p3.bench.scale.Scaling.Timed;
import dev.p3.bench.scale.Scaling.Weight;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The figures as tables for the module's README. */
final class ReadmeTables {
  private static final double MEGA = 1e6;

  private ReadmeTables() {}

  static void print(Figures figures, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s, %s, Spark %s, Java %s: load average %.2f before, other work %.2f cores meanwhile;%n"
            + "two threads of arithmetic did %.2f times the work of one. Start %.1f s, a task %.1f ms and %d bytes.%n%n",
        figures.date(),
        figures.machine(),
        figures.spark(),
        figures.java(),
        figures.load(),
        figures.otherWork(),
        figures.arithmeticSpeedUp(),
        figures.startSeconds(),
        1e3 * figures.taskSeconds(),
        figures.taskBytes());
    out.println("| job | rows | 1 core, s | CPU s | 2 cores, s | speed-up |");
    out.println("|---|---:|---:|---:|---:|---:|");
    for (JobFigures job : figures.jobs()) {
      for (Timed timed : List.of(job.few(), job.many())) {
        out.printf(
            Locale.ROOT,
            "| `%s` | %,d | %s | %s | %s | %s |%n",
            job.job(),
            timed.rows(),
            range(timed.oneCore()),
            range(timed.cpuSeconds()),
            range(timed.twoCores()),
            range(
                IntStream.range(0, timed.oneCore().size())
                    .mapToObj(i -> timed.oneCore().get(i) / timed.twoCores().get(i))
                    .toList()));
      }
    }
    out.printf(Locale.ROOT, "%n| job | rows | splits | of these | shuffled, MB | alive, MB |%n");
    out.println("|---|---:|---:|---:|---:|---:|");
    for (JobFigures job : figures.jobs()) {
      for (Weight weight : job.weights()) {
        out.printf(
            Locale.ROOT,
            "| `%s` | %,d | %d | %,d %s | %.3f | %.1f |%n",
            job.job(),
            weight.rows(),
            weight.splits(),
            weight.units(),
            job.unit(),
            weight.shuffledBytes() / MEGA,
            weight.liveBytes() / MEGA);
      }
    }
  }

  private static String range(List<Double> values) {
    return Measured.range(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
