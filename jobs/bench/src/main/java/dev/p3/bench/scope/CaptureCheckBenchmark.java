package dev.p3.bench.scope;

import dev.p3.bench.BenchSpark;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Declares an operation without running it: a scope looks at what the function captures, an RDD
 * cleans the closure.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class CaptureCheckBenchmark {
  private SparkSession spark;
  private dev.p3.scope.Scope<Lookups> scope;
  private JavaRDD<String> texts;

  @Setup
  public void open() {
    spark = BenchSpark.open(1);
    texts =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of("a", "b"), 2);
    scope = dev.p3.scope.Scope.open(spark, new Lookups(new HashMap<>(), 1));
  }

  @TearDown
  public void close() {
    scope.close();
    spark.stop();
  }

  @Benchmark
  public Object declaredThroughScope() {
    String suffix = "x";
    return scope.map(texts, (lookups, text) -> text + suffix + lookups.factor());
  }

  @Benchmark
  public Object declaredOnTheRdd() {
    String suffix = "x";
    return texts.map(text -> text + suffix);
  }
}
