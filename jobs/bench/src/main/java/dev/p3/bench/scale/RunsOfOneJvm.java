package dev.p3.bench.scale;

import dev.p3.bench.BenchSpark;
import dev.p3.bench.Measured;
import dev.p3.cli.Main;
import dev.p3.run.figures.ShuffledBytes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Does what {@link MeasuredJvm} asks: a line for each run, the words separated by tabs, of which
 * the first two are the most bytes of a split and whether to find out what is alive.
 */
final class RunsOfOneJvm {
  static final String ANSWER = "measured";

  private static final double NANOS = 1e9;
  private static final long BETWEEN_COLLECTIONS = 100_000_000;

  private RunsOfOneJvm() {}

  /**
   * Runs what it is told, a line for each.
   *
   * @param args how many cores
   */
  public static void main(String[] args) throws Exception {
    PrintStream answers = System.out; // the command line sends what is printed to its own errors
    SparkSession spark = BenchSpark.open(Integer.parseInt(args[0]));
    long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
    answers.println(ANSWER + "\t" + (System.currentTimeMillis() - begun) / 1e3);
    var tasks = new TaskCount();
    spark.sparkContext().addSparkListener(tasks);
    try (var shuffled = new ShuffledBytes(spark.sparkContext());
        var requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        List<String> words = List.of(line.split("\t", -1));
        spark.conf().set("spark.sql.files.maxPartitionBytes", words.get(0));
        String[] command = words.subList(2, words.size()).toArray(String[]::new);
        answers.println(answer(command, Boolean.parseBoolean(words.get(1)), shuffled, tasks));
      }
    } finally {
      spark.stop();
    }
  }

  private static String answer(
      String[] command, boolean isLive, ShuffledBytes shuffled, TaskCount tasks) throws Exception {
    System.gc();
    shuffled.next();
    tasks.ended.set(0);
    long cpu = Measured.cpu();
    long start = System.nanoTime();
    long live = isLive ? liveBytes(command) : run(command);
    double seconds = (System.nanoTime() - start) / NANOS;
    double cpuSeconds = (Measured.cpu() - cpu) / NANOS;
    return String.format(
        Locale.ROOT,
        "%s\t%.4f\t%.4f\t%d\t%d\t%d",
        ANSWER,
        seconds,
        cpuSeconds,
        shuffled.next(), // waits for the listeners
        tasks.ended.get(),
        live);
  }

  private static long run(String... command) throws Exception {
    Main.main(command);
    return 0;
  }

  /** The most of the heap that was alive in a run, found out by collecting again and again. */
  private static long liveBytes(String... command) throws Exception {
    var most = new AtomicLong();
    var isRunning = new AtomicBoolean(true);
    var watch =
        new Thread(
            () -> {
              while (isRunning.get()) {
                System.gc();
                long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                most.accumulateAndGet(used, Math::max);
                LockSupport.parkNanos(BETWEEN_COLLECTIONS); // else the run has no time left
              }
            });
    watch.start();
    try {
      run(command);
    } finally {
      isRunning.set(false);
      watch.join();
    }
    return most.get();
  }

  private static final class TaskCount extends SparkListener {
    final AtomicLong ended = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      ended.incrementAndGet();
    }
  }
}
