package dev.p3.bench.pattern;

import dev.p3.bench.FlightsTables;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.DataFrameReader;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One run of a job on the tables of {@link dev.p3.bench.FlightsTables}, whole: from reading the
 * words of the command to outputs in Parquet that are complete. The first variant of each is the
 * pattern.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class PatternBenchmark {
  @State(Scope.Benchmark)
  public static class Top {
    @Param({"heaps", "grouped"})
    public String variant;

    @Param({"1", "2"})
    public int groups;
  }

  @State(Scope.Benchmark)
  public static class Summarize {
    @Param({"one-pass", "by-hand", "describe", "summary"})
    public String variant;
  }

  @State(Scope.Benchmark)
  public static class Nearest {
    @Param({"tree", "loop", "stream", "iterator", "arrays", "compiled"})
    public String variant;
  }

  @State(Scope.Benchmark)
  public static class Ingest {
    @Param({"separate", "tangled", "copy", "typed copy"})
    public String variant;

    @Param({"clean.csv", "faulty.csv"})
    public String table;
  }

  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Shuffled {
    public long shuffledBytes;

    @TearDown(Level.Iteration)
    public void read(Commands commands) {
      shuffledBytes = commands.shuffled().next();
    }
  }

  /** Half a second: compilers need more runs of it than of the others. */
  @Benchmark
  @Warmup(iterations = 30)
  @Measurement(iterations = 10)
  public void top(Commands p3, Top top, Shuffled shuffled) throws Exception {
    p3.run(
        "top",
        "--in",
        p3.tables().path("flights.parquet"),
        "--by",
        "delay",
        "--k",
        "3",
        "--group",
        "origin",
        "--group",
        top.groups == 1 ? "origin" : "destination",
        "--variant",
        top.variant,
        "--out",
        Commands.out("top"));
  }

  @Benchmark
  public void summarize(Commands p3, Summarize summarize) throws Exception {
    String table = p3.tables().path("flights.parquet");
    switch (summarize.variant) {
      case "describe" ->
          p3.spark()
              .read()
              .parquet(table)
              .describe()
              .write()
              .mode("overwrite")
              .parquet(Commands.out("describe"));
      case "summary" ->
          p3.spark()
              .read()
              .parquet(table)
              .summary()
              .write()
              .mode("overwrite")
              .parquet(Commands.out("summary"));
      default ->
          p3.run(
              "summarize",
              "--in",
              table,
              "--variant",
              summarize.variant,
              "--out",
              "columns=" + Commands.out("columns"),
              "--out",
              "correlation=" + Commands.out("correlation"));
    }
  }

  /** The slower rungs take two minutes. */
  @Benchmark
  @Warmup(iterations = 1)
  @Measurement(iterations = 2)
  public void nearest(Commands p3, Nearest nearest) throws Exception {
    p3.run(
        "nearest",
        "--in",
        "points=" + p3.tables().path("points.parquet"),
        "--in",
        "places=sample:us-flights/airports.csv",
        "--lat",
        "lat",
        "--lon",
        "lon",
        "--place-lat",
        "latitude",
        "--place-lon",
        "longitude",
        "--variant",
        nearest.variant,
        "--out",
        Commands.out("nearest"));
  }

  @Benchmark
  public void ingest(Commands p3, Ingest ingest) throws Exception {
    String table = p3.tables().path(ingest.table);
    if (ingest.variant.endsWith("copy")) {
      DataFrameReader reader = p3.spark().read().option("header", true);
      (ingest.variant.startsWith("typed") ? reader.schema(FlightsTables.SCHEMA) : reader)
          .csv(table)
          .write()
          .mode("overwrite")
          .parquet(Commands.out("copy"));
    } else {
      p3.run(
          "ingest",
          "--in",
          table,
          "--schema",
          FlightsTables.SCHEMA,
          "--variant",
          ingest.variant,
          "--out",
          "good=" + Commands.out("good"),
          "--out",
          "bad=" + Commands.out("bad"));
    }
  }
}
