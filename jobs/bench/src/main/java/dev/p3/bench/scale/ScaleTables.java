package dev.p3.bench.scale;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tables of so many times the bundled samples, {@code KIND-TIMES.FORMAT}, each in {@value #FILES}
 * files; made once, and kept among the module's build outputs.
 *
 * <p>Kinds: {@code flights} of 5 columns, {@code numbers} two of those, {@code wide} with each
 * column twice, {@code text} of a novel, {@code varied} with other words in each copy, {@code
 * points} anywhere on the globe (as many times the airports), and {@code airports} with another
 * code in each copy.
 */
final class ScaleTables {
  static final int FILES = 8;

  private static final Path HOME = Path.of("jobs", "bench", "target", "tables", "scale");
  private static final int AIRPORTS = 3376;
  private static final long PARTS = 1L << 20;

  private final SparkSession spark;

  ScaleTables(SparkSession spark) {
    this.spark = spark;
  }

  /** The path of a table, which is made when it is not there. */
  String path(String name) {
    Path home = HOME.resolve(name);
    if (!Files.exists(home.resolve("_SUCCESS"))) {
      write(name, home.toString());
    }
    return home.toString();
  }

  long rows(String name) {
    return read(path(name)).count();
  }

  /** Bytes of all files, and of the largest. */
  static long[] bytes(String path) {
    try (Stream<Path> files = Files.list(Path.of(path))) {
      return files
          .filter(file -> !file.getFileName().toString().matches("[._].*"))
          .mapToLong(file -> file.toFile().length())
          .collect(
              () -> new long[2],
              (sum, file) -> {
                sum[0] += file;
                sum[1] = Math.max(sum[1], file);
              },
              (sum, more) -> sum[0] += more[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Dataset<Row> read(String path) {
    return path.endsWith(".parquet")
        ? spark.read().parquet(path)
        : path.endsWith(".csv")
            ? spark.read().option("header", true).csv(path)
            : spark.read().text(path);
  }

  private void write(String name, String home) {
    String[] words = name.split("[-.]", -1);
    Dataset<Row> rows = rows(words[0], Integer.parseInt(words[1])).repartition(FILES);
    switch (words[2]) {
      case "csv" -> rows.write().mode("overwrite").option("header", true).csv(home);
      case "txt" -> rows.write().mode("overwrite").text(home);
      default -> rows.write().mode("overwrite").parquet(home);
    }
  }

  private Dataset<Row> rows(String kind, int times) {
    Column copy = col("copy");
    Column suffix = when(copy.equalTo(0), lit("")).otherwise(copy.cast("string"));
    return switch (kind) {
      case "flights" ->
          copies(spark.read().parquet(sample("us-flights/flights.parquet")), times)
              // By some minutes, so that copies differ.
              .withColumn("delay", col("delay").plus(pmod(xxhash64(col("*")), lit(10))).cast("int"))
              .drop("copy");
      case "numbers" -> rows("flights", times).selectExpr("delay", "distance as miles");
      case "wide" -> rows("flights", times).selectExpr(twice());
      case "text" ->
          copies(spark.read().text(sample("moby-dick/moby-dick.txt")), times).drop("copy");
      case "varied" ->
          copies(spark.read().text(sample("moby-dick/moby-dick.txt")), times)
              .select(regexp_replace(col("value"), lit("([a-z])\\b"), concat(lit("$1"), suffix)));
      case "points" ->
          spark
              .range((long) times * AIRPORTS)
              .select(degrees("latitude", 90), degrees("longitude", 180));
      case "airports" ->
          copies(spark.read().option("header", true).csv(sample("us-flights/airports.csv")), times)
              .withColumn(
                  "iata",
                  concat(col("iata"), when(copy.equalTo(0), "").otherwise(concat(lit("-"), copy))))
              .drop("copy");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String[] twice() {
    return Stream.of("date", "delay", "distance", "origin", "destination")
        .flatMap(name -> Stream.of(name, name + " as " + name + "_2"))
        .toArray(String[]::new);
  }

  private Dataset<Row> copies(Dataset<Row> rows, int times) {
    return rows.crossJoin(spark.range(times).toDF("copy"));
  }

  private static Column degrees(String name, int most) {
    Column part = abs(xxhash64(col("id"), lit(name))).mod(PARTS).divide(PARTS);
    return part.multiply(2 * most).minus(most).as(name);
  }

  private static String sample(String name) {
    try (InputStream bytes = ScaleTables.class.getResourceAsStream("/samples/" + name)) {
      Path copy = Files.createDirectories(HOME).resolve(name.replace('/', '-'));
      Files.write(copy, bytes.readAllBytes());
      return copy.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
