package dev.p3.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What several benchmarks measure and say in the same way. */
public final class Measured {
  private static final double NANOS = 1e9;

  private Measured() {}

  /** Nanoseconds of CPU of this JVM so far. */
  public static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /**
   * Seconds of a whole process, from the start of a command to its end.
   *
   * @param log takes what it prints
   * @throws IllegalStateException when it fails
   */
  public static double secondsOf(List<String> command, Path log)
      throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("Failed, see " + log + ": " + String.join(" ", command));
    }
    return (System.nanoTime() - start) / NANOS;
  }

  /** The median of values, and in brackets the least and the most. */
  public static String range(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
