package dev.p3.run.figures;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * A line now and then of how far a long run is, where there is no terminal for Spark's own progress
 * bar.
 */
public final class PlainProgress extends SparkListener implements AutoCloseable {
  private static final long SECONDS_BETWEEN_LINES = 10;

  private final SparkSession spark;
  private final String job;
  private final PrintStream messages;
  private final long start = System.nanoTime();
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "p3-progress");
            thread.setDaemon(true);
            return thread;
          });

  @SuppressWarnings("FutureReturnValueIgnored") // the lines end when the clock is shut down
  public PlainProgress(SparkSession spark, String job, PrintStream messages) {
    this.spark = spark;
    this.job = job;
    this.messages = messages;
    spark.sparkContext().addSparkListener(this);
    clock.scheduleAtFixedRate(
        this::print, SECONDS_BETWEEN_LINES, SECONDS_BETWEEN_LINES, TimeUnit.SECONDS);
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks.addAndGet(stage.stageInfo().numTasks());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    done.incrementAndGet();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    spark.sparkContext().removeSparkListener(this);
  }

  private void print() {
    messages.printf(
        Locale.ROOT,
        "%s: %,d of %,d tasks done, %d s%n",
        job,
        done.get(),
        tasks.get(),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
  }
}
