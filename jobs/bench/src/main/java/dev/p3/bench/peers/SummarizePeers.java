package dev.p3.bench.peers;

import dev.p3.bench.FlightsTables;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * {@code summarize} beside Spark's {@code summary()} and DuckDB's {@code SUMMARIZE}, all from
 * Parquet to Parquet, on 3,000,000 flights. Only {@code summarize} tells how columns correlate, and
 * how skewed they are; its quantiles and counts of distinct values are exact here, those of the
 * others estimates.
 */
public final class SummarizePeers {
  private SummarizePeers() {}

  /**
   * Measures.
   *
   * @param args turns (3)
   */
  public static void main(String[] args) throws Exception {
    Peers.measure(
        args,
        0,
        (spark, duck) -> {
          String flights = new FlightsTables(spark).path("flights.parquet");
          return new SideBySide()
              .with("`summarize`", () -> p3(flights))
              .with("Spark, `summary()`", () -> summary(spark, flights))
              .with(
                  "DuckDB, `SUMMARIZE`",
                  () ->
                      Peers.execute(
                          duck,
                          "copy (select * from (summarize from '"
                              + flights
                              + "/*.parquet')) to '"
                              + Peers.out("duckdb")
                              + "' (format parquet)"));
        });
  }

  private static void p3(String flights) throws Exception {
    Peers.run(
        List.of(
            "summarize",
            "--in",
            flights,
            "--out",
            "columns=" + Peers.out("columns"),
            "--out",
            "correlation=" + Peers.out("correlation")));
  }

  private static void summary(SparkSession spark, String flights) {
    spark.read().parquet(flights).summary().write().mode("overwrite").parquet(Peers.out("spark"));
  }
}
