package dev.p3.run.figures;

import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;

/** Spark's queue of what listeners are to hear, which they do shortly after it has happened. */
final class ListenerQueue {
  private static final long MOST_MILLIS = 30_000;

  private ListenerQueue() {}

  /** Waits until listeners have heard of all that has happened. */
  static void await(SparkContext spark) {
    try {
      spark.listenerBus().waitUntilEmpty(MOST_MILLIS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Cannot read the figures of the run: Spark did not report them", e);
    }
  }
}
