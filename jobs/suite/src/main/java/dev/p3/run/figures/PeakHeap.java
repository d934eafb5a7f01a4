package dev.p3.run.figures;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches how much of this JVM's heap work keeps alive: what is left after a garbage collection,
 * over what was left before the work began. Collects garbage again and again to see it, a fifth of
 * the time at most, so what is measured meanwhile must not be timed; and a peak between two
 * collections is missed.
 */
public final class PeakHeap implements AutoCloseable {
  private static final long LEAST_PAUSE_MILLIS = 50;
  private static final long PAUSES_OF_A_COLLECTION = 4;
  private static final int MOST_COLLECTIONS = 10;
  private static final long SETTLED_BYTES = 1 << 18;

  private final Thread watch = new Thread(this::watch, "p3-peak-heap");
  private final long before;
  private long most;

  public PeakHeap() {
    before = settled();
    most = before;
    watch.setDaemon(true);
    watch.start();
  }

  /** The most bytes seen alive, now or earlier, over those before. */
  public synchronized long bytes() {
    sample();
    return most - before;
  }

  @Override
  public void close() {
    watch.interrupt();
  }

  private void watch() {
    long collectionMillis = 0;
    try {
      while (true) {
        Thread.sleep(Math.max(LEAST_PAUSE_MILLIS, PAUSES_OF_A_COLLECTION * collectionMillis));
        long start = System.nanoTime();
        sample();
        collectionMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      // The work is done.
    }
  }

  private synchronized void sample() {
    most = Math.max(most, live());
  }

  /**
   * What is alive once no more of what came before goes away. A collection only tells Spark's
   * cleaner what is no longer needed, and what the cleaner then lets go falls to the next one.
   */
  private static long settled() {
    long least = live();
    for (int i = 1; i < MOST_COLLECTIONS; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LEAST_PAUSE_MILLIS));
      long now = live();
      if (now > least - SETTLED_BYTES) {
        return Math.min(now, least);
      }
      least = now;
    }
    return least;
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
