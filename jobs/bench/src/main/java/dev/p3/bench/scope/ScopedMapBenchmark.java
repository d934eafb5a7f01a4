package dev.p3.bench.scope;

import dev.p3.bench.BenchSpark;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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
 * A map of two million numbers, whose function reads one value of the record for each ({@code
 * access…}) or also looks it up in a table ({@code map…}, {@code dataset…}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(2)
public class ScopedMapBenchmark {
  private static final long ROWS = 2_000_000;

  private SparkSession spark;
  private dev.p3.scope.Scope<Lookups> scope;
  private JavaRDD<Long> accessScope;
  private JavaRDD<Long> accessBroadcast;
  private JavaRDD<Double> mapScope;
  private JavaRDD<Double> mapBroadcast;
  private Dataset<Double> datasetScope;
  private Dataset<Double> datasetBroadcast;

  @Setup
  public void open() {
    spark = BenchSpark.open(1);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Lookups lookups = Lookups.small();
    scope = dev.p3.scope.Scope.open(spark, lookups);
    Broadcast<Lookups> broadcast = context.broadcast(lookups);
    Dataset<Long> rows = spark.range(0, ROWS, 1, 1).as(Encoders.LONG());
    JavaRDD<Long> elements = rows.javaRDD();
    accessScope = scope.map(elements, (values, number) -> values.factor() + number);
    accessBroadcast = elements.map(number -> broadcast.value().factor() + number);
    mapScope = scope.map(elements, Lookups::latitude);
    mapBroadcast = elements.map(number -> broadcast.value().latitude(number));
    datasetScope = scope.map(rows, Lookups::latitude, Encoders.DOUBLE());
    datasetBroadcast =
        rows.map(
            (MapFunction<Long, Double>) number -> broadcast.value().latitude(number),
            Encoders.DOUBLE());
  }

  @TearDown
  public void close() {
    scope.close();
    spark.stop();
  }

  @Benchmark
  public long accessThroughScope() {
    return accessScope.count();
  }

  @Benchmark
  public long accessThroughBroadcast() {
    return accessBroadcast.count();
  }

  @Benchmark
  public long mapThroughScope() {
    return mapScope.count();
  }

  @Benchmark
  public long mapThroughBroadcast() {
    return mapBroadcast.count();
  }

  @Benchmark
  public double datasetThroughScope() {
    return datasetScope.agg(org.apache.spark.sql.functions.sum("value")).head().getDouble(0);
  }

  @Benchmark
  public double datasetThroughBroadcast() {
    return datasetBroadcast.agg(org.apache.spark.sql.functions.sum("value")).head().getDouble(0);
  }
}
