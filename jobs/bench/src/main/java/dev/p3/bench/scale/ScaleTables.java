package dev.p3.bench.scale;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import dev.p3.bench.Samples;
import java.io.IOException;
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

  private static final Path HOME = Samples.TABLES.resolve("scale");
  private static final int AIRPORTS = 3376;

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
      case "flights" -> Samples.flights(spark, times);
      case "numbers" -> rows("flights", times).selectExpr("delay", "distance as miles");
      case "wide" -> rows("flights", times).selectExpr(twice());
      case "text" ->
          Samples.copies(spark.read().text(Samples.file("moby-dick/moby-dick.txt")), times)
              .drop("copy");
      case "varied" ->
          Samples.copies(spark.read().text(Samples.file("moby-dick/moby-dick.txt")), times)
              .select(regexp_replace(col("value"), lit("([a-z])\\b"), concat(lit("$1"), suffix)));
      case "points" ->
          spark
              .range((long) times * AIRPORTS)
              .select(Samples.degrees("latitude", 90), Samples.degrees("longitude", 180));
      case "airports" ->
          Samples.copies(
                  spark.read().option("header", true).csv(Samples.file("us-flights/airports.csv")),
                  times)
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
}
