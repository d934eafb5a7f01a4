package dev.p3.bench.pattern;

import dev.p3.udfs.P3Functions;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Queries with p3's SQL functions beside what Spark alone offers for the same rows, on the tables
 * of {@link dev.p3.bench.FlightsTables}; results are computed and dropped.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 5)
@Fork(1)
public class FunctionBenchmark {
  @State(Scope.Benchmark)
  public static class Top {
    @Param({
      "top_k(struct(delay, destination), 3)",
      "row_number",
      "top_k(struct(delay, destination), 1)",
      "max(struct(delay, destination))",
      "top_k_by(destination, delay, 1)",
      "max_by(destination, delay)",
      "top_k_by(distance, delay, 1)",
      "max_by(distance, delay)"
    })
    public String variant;
  }

  @State(Scope.Benchmark)
  public static class Distance {
    @Param({"haversine_km", "formula"})
    public String variant;
  }

  @State(Scope.Benchmark)
  public static class Words {
    @Param({"explode(tokens(value))", "explode(split(lower(value), '[^\\\\p{L}\\\\p{N}]+'))"})
    public String variant;
  }

  @State(Scope.Benchmark)
  public static class Views {
    @Setup
    public void open(Commands p3) {
      P3Functions.register(p3.spark());
      for (String table : new String[] {"flights", "points", "lines"}) {
        p3.spark()
            .read()
            .parquet(p3.tables().path(table + ".parquet"))
            .createOrReplaceTempView(table);
      }
      // So many that planning and compiling a query, which all do alike, weigh little in it.
      p3.spark().sql("cache table many as select p.* from points p, range(60)");
      p3.spark().sql("cache table texts as select l.* from lines l, range(8)");
    }
  }

  @Benchmark
  public void top(Commands p3, Views views, Top top, TaskCpu cpu) {
    run(
        p3,
        top.variant.equals("row_number")
            ? "select * from (select origin, delay, destination, row_number() over (partition by origin order by delay desc, destination desc) n from flights) where n <= 3"
            : "select origin, " + top.variant + " from flights group by origin");
  }

  @Benchmark
  public void distance(Commands p3, Views views, Distance distance, TaskCpu cpu) {
    run(
        p3,
        distance.variant.equals("formula")
            ? "select sum(2 * 6371.0088d * asin(least(1d, sqrt(pow(sin(radians(lat - 40.6d) / 2), 2) + cos(radians(40.6d)) * cos(radians(lat)) * pow(sin(radians(lon + 73.8d) / 2), 2))))) from many"
            : "select sum(haversine_km(40.6d, -73.8d, lat, lon)) from many");
  }

  @Benchmark
  public void words(Commands p3, Views views, Words words, TaskCpu cpu) {
    run(p3, "select " + words.variant + " from texts");
  }

  private static void run(Commands p3, String query) {
    p3.spark().sql(query).write().format("noop").mode("overwrite").save();
  }
}
