package dev.p3.bench.scope;

import dev.p3.bench.BenchSpark;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Sends a record and takes it back, through a scope and by a broadcast of the whole record. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(2)
public class ScopeOpenBenchmark {
  /** How large the record is. */
  public enum Size {
    SMALL,
    LARGE
  }

  @Param public Size size;

  private SparkSession spark;
  private JavaSparkContext context;
  private Lookups lookups;

  @Setup
  public void open() {
    spark = BenchSpark.open(1);
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    lookups = size == Size.SMALL ? Lookups.small() : Lookups.large();
  }

  @TearDown
  public void close() {
    spark.stop();
  }

  @Benchmark
  public String throughScope() {
    try (var scope = dev.p3.scope.Scope.open(spark, lookups)) {
      return scope.toString();
    }
  }

  @Benchmark
  public String throughBroadcast() {
    Broadcast<Lookups> broadcast = context.broadcast(lookups);
    String name = broadcast.toString();
    broadcast.destroy();
    return name;
  }
}
