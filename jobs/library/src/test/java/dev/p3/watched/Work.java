package dev.p3.watched;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Functions whose share of CPU time is known. */
final class Work {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int BURST = 200_000;

  private Work() {}

  /** Does something again and again, until it has taken so much CPU time of the calling thread. */
  static void repeat(long millis, Runnable something) {
    long end = THREADS.getCurrentThreadCpuTime() + millis * 1_000_000;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      for (int i = 0; i < 100; i++) {
        something.run();
      }
    }
  }

  /** Takes so much CPU time of the calling thread. */
  static long burn(long millis) {
    long end = THREADS.getCurrentThreadCpuTime() + millis * 1_000_000;
    long value = millis;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      for (int i = 0; i < BURST; i++) {
        value = value * 6364136223846793005L + i;
      }
    }
    return value;
  }
}
