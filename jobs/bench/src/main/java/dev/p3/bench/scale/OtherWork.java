package dev.p3.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** How quiet the machine is, by Linux's count of what its processors did. */
final class OtherWork {
  private static final double TICKS = 100;
  private static final double NANOS = 1e9;
  private static final int STEPS = 600_000_000;
  private static final int TRIES = 3;

  private static final AtomicLong RESULT = new AtomicLong(); // that the loop is not left out for

  private final List<MeasuredJvm> measured;
  private final long begun = System.nanoTime();
  private final double otherSeconds;

  /** Begins to count what is not done by these and by this JVM. */
  OtherWork(MeasuredJvm... measured) throws IOException {
    this.measured = List.of(measured);
    this.otherSeconds = otherSeconds();
  }

  /** How many cores other work took since then. */
  double cores() throws IOException {
    return (otherSeconds() - otherSeconds) / ((System.nanoTime() - begun) / NANOS);
  }

  /** User, nice and system of all processors, and what the host gave to others. */
  private double otherSeconds() throws IOException {
    String[] ticks =
        Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +", -1);
    double busy = Stream.of(1, 2, 3, 8).mapToDouble(i -> Long.parseLong(ticks[i])).sum() / TICKS;
    double own = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / NANOS;
    return busy - own - measured.stream().mapToDouble(MeasuredJvm::cpuSeconds).sum();
  }

  /** How many times the work of one thread two do, when they only add and multiply. */
  static double speedUpOfArithmetic() throws InterruptedException {
    double best = 0;
    for (int i = 0; i < TRIES; i++) {
      double one = seconds(1);
      best = Math.max(best, 2 * one / seconds(2));
    }
    return best;
  }

  private static double seconds(int threads) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> all = Stream.generate(() -> new Thread(OtherWork::loop)).limit(threads).toList();
    all.forEach(Thread::start);
    for (Thread each : all) {
      each.join();
    }
    return (System.nanoTime() - start) / NANOS;
  }

  private static void loop() {
    long value = System.nanoTime();
    for (int i = 0; i < STEPS; i++) {
      value = value * 31 + i;
    }
    RESULT.addAndGet(value);
  }
}
