package dev.p3.bench;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
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

/** What benchmarks make their tables of: the bundled samples, and numbers by hash. */
public final class Samples {
  /** Where tables are kept, among the module's build outputs. */
  public static final Path TABLES = Path.of("jobs", "bench", "target", "tables");

  private static final long PARTS = 1L << 20;

  private Samples() {}

  /** The path of a bundled sample, as a file of its own. */
  public static String file(String name) {
    try (InputStream bytes = Samples.class.getResourceAsStream("/samples/" + name)) {
      Path copy = Files.createDirectories(TABLES).resolve(name.replace('/', '-'));
      Files.write(copy, bytes.readAllBytes());
      return copy.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many copies of the sample of flights, whose delays differ by some minutes. */
  public static Dataset<Row> flights(SparkSession spark, int times) {
    return copies(spark.read().parquet(file("us-flights/flights.parquet")), times)
        .withColumn("delay", col("delay").plus(pmod(xxhash64(col("*")), lit(10))).cast("int"))
        .drop("copy");
  }

  /** So many copies of rows, told apart by the last column, {@code copy}. */
  public static Dataset<Row> copies(Dataset<Row> rows, int times) {
    return rows.crossJoin(rows.sparkSession().range(times).toDF("copy"));
  }

  /** Degrees by the hash of a column {@code id}, from {@code -most} to {@code most}. */
  public static Column degrees(String name, int most) {
    Column part = abs(xxhash64(col("id"), lit(name))).mod(PARTS).divide(PARTS);
    return part.multiply(2 * most).minus(most).as(name);
  }
}
