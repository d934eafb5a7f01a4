package dev.p3.bench.peers;

import dev.p3.bench.FlightsTables;
import java.sql.Connection;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * {@code ingest} beside Spark's reader of CSV with a schema and DuckDB's with {@code
 * store_rejects}, all to Parquet, on 3,000,000 flights: first clean ones, then with one row in a
 * hundred bad. Spark makes nulls of what does not fit, and tells of nothing; DuckDB keeps rejects
 * in a table, which is written too.
 */
public final class IngestPeers {
  private static final String REJECTS = "reject_errors";

  private IngestPeers() {}

  /**
   * Measures.
   *
   * @param args turns (3)
   */
  public static void main(String[] args) throws Exception {
    Peers.measure(
        args,
        0,
        (spark, duck) -> comparison(spark, duck, "clean.csv"),
        (spark, duck) -> comparison(spark, duck, "faulty.csv"));
  }

  private static SideBySide comparison(SparkSession spark, Connection duck, String table) {
    String flights = new FlightsTables(spark).path(table);
    return new SideBySide()
        .with("`ingest`, " + table, () -> p3(flights))
        .with(
            "Spark, with the schema",
            () -> Peers.asSparkWrites(spark, () -> typedCopy(spark, flights)))
        .with("DuckDB, `store_rejects`", () -> duckDb(duck, flights));
  }

  private static void p3(String flights) throws Exception {
    Peers.run(
        List.of(
            "ingest",
            "--in",
            flights,
            "--schema",
            FlightsTables.SCHEMA,
            "--out",
            "good=" + Peers.out("good"),
            "--out",
            "bad=" + Peers.out("bad")));
  }

  private static void typedCopy(SparkSession spark, String flights) {
    spark
        .read()
        .option("header", true)
        .schema(FlightsTables.SCHEMA)
        .csv(flights)
        .write()
        .mode("overwrite")
        .parquet(Peers.out("spark"));
  }

  private static void duckDb(Connection duck, String flights) throws Exception {
    String columns = FlightsTables.SCHEMA.replaceAll("(\\w+) (\\w+)", "'$1': '$2'");
    Peers.execute(
        duck,
        "copy (from read_csv('"
            + flights
            + "/*.csv', header = true, store_rejects = true, columns = {"
            + columns
            + "})) to '"
            + Peers.out("duckdb")
            + "' (format parquet)");
    Peers.execute(
        duck, "copy " + REJECTS + " to '" + Peers.out("duckdb-rejects") + "' (format parquet)");
    // What the next turn finds is added to what is there.
    Peers.execute(duck, "drop table " + REJECTS);
    Peers.execute(duck, "drop table reject_scans");
  }
}
