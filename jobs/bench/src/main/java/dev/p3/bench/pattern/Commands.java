package dev.p3.bench.pattern;

import dev.p3.bench.BenchSpark;
import dev.p3.bench.FlightsTables;
import dev.p3.cli.Main;
import dev.p3.run.figures.ShuffledBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Runs {@code p3 run …} in this JVM, again and again, in one session on two cores. */
@State(Scope.Benchmark)
public class Commands {
  private static final Path OUT = Path.of("jobs", "bench", "target", "out");

  private SparkSession spark;
  private ShuffledBytes shuffled;
  private FlightsTables tables;

  @Setup
  public void open() {
    spark = BenchSpark.open(2);
    shuffled = new ShuffledBytes(spark.sparkContext());
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

  ShuffledBytes shuffled() {
    return shuffled;
  }
}
