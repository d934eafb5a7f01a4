package dev.p3.bench.pattern;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables, made once of the bundled sample and kept among the module's build outputs: {@code
 * flights}, 3,000,000 rows of {@code date, delay, distance, origin, destination} in Parquet; {@code
 * clean} and {@code faulty}, the same in CSV, without and with a delay that is no number in one row
 * of a hundred; {@code points}, 200,000 rows of {@code lat, lon} all over the globe in Parquet;
 * {@code lines}, 321,360 lines of a novel in Parquet.
 */
final class FlightsTables {
  private static final Path HOME = Path.of("jobs", "bench", "target", "tables");
  private static final int COPIES = 15;
  private static final int POINTS = 200_000;
  private static final long PARTS = 1L << 20;

  private final SparkSession spark;

  FlightsTables(SparkSession spark) {
    this.spark = spark;
  }

  /** The path of a table. */
  String path(String name) {
    Path home = HOME.resolve(name);
    if (!Files.exists(home.resolve("_SUCCESS"))) {
      make(name, home.toString());
    }
    return home.toString();
  }

  private void make(String name, String home) {
    switch (name) {
      case "flights.parquet" -> flights().write().mode("overwrite").parquet(home);
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
              .select(degrees("lat", 90), degrees("lon", 180))
              .write()
              .mode("overwrite")
              .parquet(home);
      case "lines.parquet" ->
          spark
              .read()
              .textFile(sample("moby-dick/moby-dick.txt").toString())
              .crossJoin(spark.range(COPIES).toDF("copy"))
              .drop("copy")
              .repartition(2)
              .write()
              .mode("overwrite")
              .parquet(home);
      default -> throw new IllegalArgumentException(name);
    }
  }

  /** Copies of the sample, whose delays differ by some minutes. */
  private Dataset<Row> flights() {
    Path sample = sample("us-flights/flights.parquet");
    return spark
        .read()
        .parquet(sample.toString())
        .crossJoin(spark.range(COPIES).toDF("copy"))
        .withColumn("delay", col("delay").plus(pmod(xxhash64(col("*")), lit(10))).cast("int"))
        .drop("copy")
        .repartition(2);
  }

  private static void csv(Dataset<Row> rows, String home) {
    rows.write().mode("overwrite").option("header", true).csv(home);
  }

  private static Column oneIn(int rows) {
    return pmod(xxhash64(col("*")), lit(rows)).equalTo(0);
  }

  private static Column degrees(String name, int most) {
    Column part = abs(xxhash64(col("id"), lit(name))).mod(PARTS).divide(PARTS);
    return part.multiply(2 * most).minus(most).as(name);
  }

  private static Path sample(String name) {
    try (InputStream bytes = FlightsTables.class.getResourceAsStream("/samples/" + name)) {
      Path copy = Files.createDirectories(HOME).resolve(name.replace('/', '-'));
      Files.write(copy, bytes.readAllBytes());
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
