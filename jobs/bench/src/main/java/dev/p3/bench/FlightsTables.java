package dev.p3.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tables of flights and others, made once of the bundled sample and kept among the module's build
 * outputs: {@code flights}, 3,000,000 rows of {@code date, delay, distance, origin, destination} in
 * Parquet; {@code clean} and {@code faulty}, the same in CSV, without and with a delay that is no
 * number in one row of a hundred; {@code points}, 200,000 rows of {@code lat, lon} all over the
 * globe in Parquet; {@code lines}, 321,360 lines of a novel in Parquet.
 */
public final class FlightsTables {
  /** The columns of flights as SQL declares them. */
  public static final String SCHEMA =
      "date timestamp, delay int, distance int, origin string, destination string";

  private static final int COPIES = 15;
  private static final int POINTS = 200_000;

  private final SparkSession spark;

  public FlightsTables(SparkSession spark) {
    this.spark = spark;
  }

  /** The path of a table. */
  public String path(String name) {
    Path home = Samples.TABLES.resolve(name);
    if (!Files.exists(home.resolve("_SUCCESS"))) {
      make(name, home.toString());
    }
    return home.toString();
  }

  private void make(String name, String home) {
    switch (name) {
      case "flights.parquet" ->
          Samples.flights(spark, COPIES).repartition(2).write().mode("overwrite").parquet(home);
      case "clean.csv" -> csv(spark.read().parquet(path("flights.parquet")), home);
      case "faulty.csv" -> {
        Column delay = col("delay").cast("string");
        csv(
            spark
                .read()
                .parquet(path("flights.parquet"))
                .withColumn("delay", when(oneIn(100), concat(delay, lit(" min"))).otherwise(delay)),
            home);
      }
      case "points.parquet" ->
          spark
              .range(0, POINTS, 1, 2)
              .select(Samples.degrees("lat", 90), Samples.degrees("lon", 180))
              .write()
              .mode("overwrite")
              .parquet(home);
      case "lines.parquet" ->
          Samples.copies(spark.read().text(Samples.file("moby-dick/moby-dick.txt")), COPIES)
              .drop("copy")
              .repartition(2)
              .write()
              .mode("overwrite")
              .parquet(home);
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static void csv(Dataset<Row> rows, String home) {
    rows.write().mode("overwrite").option("header", true).csv(home);
  }

  private static Column oneIn(int rows) {
    return pmod(xxhash64(col("*")), lit(rows)).equalTo(0);
  }
}
