package dev.p3.run.figures;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * A line now and then of how far a long run is, where there is no terminal for Spark's own progress
 * bar; and everywhere, while no executor is there, of what the run waits for. Ends the jobs when
 * executors do nothing but end.
 */
public final class PlainProgress extends SparkListener implements AutoCloseable {
  private static final long SECONDS_BETWEEN_LINES = 10;

  /**
   * Spark's master would give an application up after as many, but forgets them whenever it starts
   * one more.
   */
  private static final int MOST_ENDED = 10;

  private final SparkSession spark;
  private final String job;
  private final EndedExecutors ended;
  private final boolean showsTasks;
  private final PrintStream messages;
  private final long start = System.nanoTime();
  private final LocalTime startTime = LocalTime.now(ZoneId.systemDefault());
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private volatile boolean hasGivenUp;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "p3-progress");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param ended the executors that ended before they had reached the driver
   * @param showsTasks whether to tell how far the run is, too
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the lines end when the clock is shut down
  public PlainProgress(
      SparkSession spark,
      String job,
      EndedExecutors ended,
      boolean showsTasks,
      PrintStream messages) {
    this.spark = spark;
    this.job = job;
    this.ended = ended;
    this.showsTasks = showsTasks;
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

  /** Why this ended the run's jobs: no executor that was started came as far as the driver. */
  public Optional<String> gaveUp() {
    return hasGivenUp
        ? Optional.of("No executor could start: " + ended.text() + "; " + EndedExecutors.REMEDY)
        : Optional.empty();
  }

  private void print() {
    boolean waits = waits();
    if (waits && done.get() == 0 && ended.count() >= MOST_ENDED) {
      hasGivenUp = true;
      spark.sparkContext().cancelAllJobs();
    } else if (waits) {
      SparkConf conf = spark.sparkContext().getConf();
      messages.printf(
          Locale.ROOT,
          "%s: waits since %tT for %s to start an executor of %s cores and %s%s%n",
          job,
          startTime,
          conf.get("spark.master"),
          conf.get("spark.executor.cores", "all its worker's"),
          conf.get("spark.executor.memory", "1g"),
          ended.count() == 0
              ? ", for which it may have no free slot (its page tells who has them)"
              : "; " + ended.text() + ": " + EndedExecutors.REMEDY);
    } else if (showsTasks) {
      messages.printf(
          Locale.ROOT,
          "%s: %,d of %,d tasks done, %d s%n",
          job,
          done.get(),
          tasks.get(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }
  }

  /**
   * Whether there are tasks, and nobody to do them: the driver itself is one of those there are.
   */
  private boolean waits() {
    return done.get() < tasks.get()
        && !spark.sparkContext().isLocal()
        && spark.sparkContext().statusTracker().getExecutorInfos().length <= 1;
  }
}
