package dev.p3.scope;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListenerEvent;

/** An event of p3's own: when it is heard, so is all that was posted before it. */
final class ScopeFence implements SparkListenerEvent {
  /** Spark drops events when listeners are too slow; then what is known so far has to do. */
  private static final long LONGEST_WAIT_SECONDS = 60;

  private final CountDownLatch heard = new CountDownLatch(1);

  void passed() {
    heard.countDown();
  }

  void await() {
    try {
      heard.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean logEvent() {
    return false; // Spark's event log knows no such event
  }
}
