package dev.p3.bench.peers;

import dev.p3.bench.FlightsTables;
import dev.p3.bench.Samples;
import java.sql.Connection;
import org.apache.spark.sql.SparkSession;

/**
 * {@code enrich} beside Spark's own broadcast join and DuckDB's, all from Parquet to Parquet: the
 * airports of origin and destination of 3,000,000 flights. Only {@code enrich} counts the flights
 * without an airport, and refuses an airport that is there twice.
 */
public final class EnrichPeers {
  private EnrichPeers() {}

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
          String airports = Samples.file("us-flights/airports.csv");
          return new SideBySide()
              .with("`enrich`", () -> p3(flights, airports))
              .with(
                  "Spark SQL, broadcast join",
                  () -> Peers.asSparkWrites(spark, () -> sql(spark, flights, airports)))
              .with("DuckDB", () -> duckDb(duck, flights, airports));
        });
  }

  private static void p3(String flights, String airports) throws Exception {
    Peers.p3(
        "enrich",
        "--in",
        "facts=" + flights,
        "--in",
        "lookup=" + airports,
        "--on",
        "origin=iata",
        "--on",
        "destination=iata");
  }

  private static void sql(SparkSession spark, String flights, String airports) {
    spark.read().parquet(flights).createOrReplaceTempView("flights");
    spark
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(airports)
        .createOrReplaceTempView("airports");
    spark
        .sql(
            "select /*+ broadcast(o), broadcast(d) */ "
                + columns()
                + " from flights f left join airports o on f.origin = o.iata"
                + " left join airports d on f.destination = d.iata")
        .write()
        .mode("overwrite")
        .parquet(Peers.out("sql"));
  }

  private static void duckDb(Connection duck, String flights, String airports) throws Exception {
    Peers.execute(
        duck,
        "copy (select "
            + columns()
            + " from '"
            + flights
            + "/*.parquet' f left join '"
            + airports
            + "' o on f.origin = o.iata left join '"
            + airports
            + "' d on f.destination = d.iata) to '"
            + Peers.out("duckdb")
            + "' (format parquet)");
  }

  private static String columns() {
    var columns = new StringBuilder("f.*");
    for (String side : new String[] {"origin", "destination"}) {
      for (String column :
          new String[] {"name", "city", "state", "country", "latitude", "longitude"}) {
        columns
            .append(", ")
            .append(side.charAt(0))
            .append('.')
            .append(column)
            .append(" as ")
            .append(side)
            .append('_')
            .append(column);
      }
    }
    return columns.toString();
  }
}
