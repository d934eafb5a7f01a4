package dev.p3.bench.peers;

import dev.p3.bench.BenchSpark;
import dev.p3.cli.Main;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;

/** What comparisons with Spark alone and with DuckDB share. */
final class Peers {
  /** Of Spark, and threads of DuckDB. */
  private static final int CORES = 2;

  private static final Path OUT = Path.of("jobs", "bench", "target", "out");

  private static final int TURNS = 3;

  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";

  private Peers() {}

  /** Who is compared. */
  interface Comparison {
    SideBySide of(SparkSession spark, Connection duck) throws Exception;
  }

  /**
   * Measures one comparison after the other, with a session and DuckDB on two cores each.
   *
   * @param args of the program
   * @param place where the turns are among them, when they are
   */
  static void measure(String[] args, int place, Comparison... comparisons) throws Exception {
    int turns = args.length > place ? Integer.parseInt(args[place]) : TURNS;
    SparkSession spark = BenchSpark.open(CORES);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      execute(duck, String.format(Locale.ROOT, "set threads = %d", CORES));
      for (Comparison comparison : comparisons) {
        comparison.of(spark, duck).run(turns);
      }
    } finally {
      spark.stop();
    }
  }

  /** Runs a job as the command line does, and writes its main output. */
  static void p3(String job, String... options) throws Exception {
    var words = new ArrayList<>(List.of(job));
    words.addAll(List.of(options));
    words.addAll(List.of("--out", out("p3")));
    run(words);
  }

  /** Runs a job as the command line does; its outputs replace those of the last time. */
  static void run(List<String> jobAndOptions) throws Exception {
    var words = new ArrayList<>(List.of("run"));
    words.addAll(jobAndOptions);
    words.add("--overwrite");
    Main.main(words.toArray(String[]::new));
  }

  /** Where a contender writes. */
  static String out(String name) {
    return OUT.resolve(name + ".parquet").toString();
  }

  /** Runs what writes with Spark alone: in a session of p3, rows of Parquet are written by p3. */
  static void asSparkWrites(SparkSession spark, Runnable write) {
    String ofSession = spark.conf().get(PROTOCOL);
    spark.conf().set(PROTOCOL, SQLHadoopMapReduceCommitProtocol.class.getName());
    try {
      write.run();
    } finally {
      spark.conf().set(PROTOCOL, ofSession);
    }
  }

  static void execute(Connection duck, String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      statement.execute(sql);
    }
  }
}
