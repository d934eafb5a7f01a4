package dev.p3.run.figures;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;

/** Spark's queue of what listeners are to hear, which they do shortly after it has happened. */
final class ListenerQueue {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long EACH_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** In milliseconds: with none, Spark would wait until the clock has moved. */
  private static final long NOT_AT_ALL = -1;

  private ListenerQueue() {}

  /**
   * Waits until listeners have heard of all that has happened. Spark's own waiting looks every 10
   * ms, of which a short run would spend most.
   */
  static void await(SparkContext spark) {
    long begun = System.nanoTime();
    while (true) {
      try {
        spark.listenerBus().waitUntilEmpty(NOT_AT_ALL);
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() - begun > MOST_NANOS) {
          throw new IllegalStateException(
              "Cannot read the figures of the run: Spark did not report them", e);
        }
        LockSupport.parkNanos(EACH_NANOS);
      }
    }
  }
}
