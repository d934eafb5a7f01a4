package dev.p3.run.figures;

import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Adds up the bytes that tasks write to shuffles, serialized and compressed, on every executor;
 * those of tasks that were run again count again. Thread-safe.
 */
public final class ShuffledBytes extends SparkListener implements AutoCloseable {
  /** Guards against hanging alone. */
  private final SparkContext spark;

  private final LongAdder bytes = new LongAdder();

  /** Begins to listen. */
  public ShuffledBytes(SparkContext spark) {
    this.spark = spark;
    spark.addSparkListener(this);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskMetrics() != null) { // lost with its executor
      bytes.add(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
    }
  }

  /** The bytes since this was asked for last. */
  public long next() {
    ListenerQueue.await(spark);
    return bytes.sumThenReset();
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
