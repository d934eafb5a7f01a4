package dev.p3.runner;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches how much of this JVM's heap work keeps alive: what is left after a garbage collection,
 * over what was left before the work began. Collects garbage every {@value #MILLIS_BETWEEN_SAMPLES}
 * ms to see it, so what is measured meanwhile must not be timed, and a peak between two collections
 * is missed.
 */
final class PeakHeap implements AutoCloseable {
  private static final long MILLIS_BETWEEN_SAMPLES = 100;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "p3-peak-heap");
            thread.setDaemon(true);
            return thread;
          });
  private final long before;
  private long most;

  @SuppressWarnings("FutureReturnValueIgnored") // the samples end when the clock is shut down
  PeakHeap() {
    before = live();
    most = before;
    clock.scheduleWithFixedDelay(
        this::sample, MILLIS_BETWEEN_SAMPLES, MILLIS_BETWEEN_SAMPLES, TimeUnit.MILLISECONDS);
  }

  /** The most bytes seen alive, over those before; 0 for work that was over before a sample. */
  synchronized long bytes() {
    return most - before;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void sample() {
    long live = live();
    synchronized (this) {
      most = Math.max(most, live);
    }
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(usage -> usage != null)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
