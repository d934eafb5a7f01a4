package dev.p3.patterns.minimize;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;

/** Counts what crosses the shuffles of a query. */
final class ShuffledRows extends SparkListener {
  private final AtomicLong records = new AtomicLong();

  private ShuffledRows() {}

  /** Runs the query and throws its rows away. */
  static long of(Dataset<?> query) {
    SparkContext context = LocalSpark.spark().sparkContext();
    var listener = new ShuffledRows();
    try {
      context.listenerBus().waitUntilEmpty(Hanging.LIMIT.toMillis());
      context.addSparkListener(listener);
      query.write().format("noop").mode("overwrite").save();
      context.listenerBus().waitUntilEmpty(Hanging.LIMIT.toMillis());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      context.removeSparkListener(listener);
    }
    return listener.records.get();
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted stage) {
    records.addAndGet(stage.stageInfo().taskMetrics().shuffleWriteMetrics().recordsWritten());
  }
}
