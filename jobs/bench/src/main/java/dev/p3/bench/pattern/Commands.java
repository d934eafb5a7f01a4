package dev.p3.bench.pattern;

import dev.p3.bench.BenchSpark;
import dev.p3.runner.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Runs {@code p3 run …} in this JVM, again and again, in one session on two cores. */
@State(Scope.Benchmark)
public class Commands {
  private static final Path OUT = Path.of("jobs", "bench", "target", "out");

  private final LongAdder shuffled = new LongAdder();
  private SparkSession spark;
  private FlightsTables tables;

  @Setup
  public void open() {
    spark = BenchSpark.open(2);
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd task) {
                shuffled.add(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
              }
            });
    tables = new FlightsTables(spark);
  }

  @TearDown
  public void close() {
    spark.stop();
  }

  SparkSession spark() {
    return spark;
  }

  FlightsTables tables() {
    return tables;
  }

  /** Where an output goes, in place of what is there. */
  static String out(String name) {
    return OUT.resolve(name + ".parquet").toString();
  }

  /** Runs a job, whose outputs replace those of the last time. */
  void run(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(words));
    all.add("--overwrite");
    Main.main(all.toArray(String[]::new));
  }

  /** The bytes that tasks have written to shuffles since this was asked for last. */
  long shuffled() throws TimeoutException {
    spark.sparkContext().listenerBus().waitUntilEmpty(30_000);
    return shuffled.sumThenReset();
  }
}
