package dev.p3.udfs;

import dev.p3.LocalSpark;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Queries in a session that has the functions. */
final class Sql {
  private Sql() {}

  static SparkSession spark() {
    SparkSession spark = LocalSpark.spark();
    P3Functions.register(spark);
    return spark;
  }

  /** The one value of a query. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // the caller knows what its query gives
  static <T> T value(String query) {
    return spark().sql(query).first().getAs(0);
  }

  /** The value of an expression, as text. */
  static String text(String expression) {
    return texts("select " + expression).get(0);
  }

  /** The first column of a query's rows, as text. */
  static List<String> texts(String query) {
    return spark()
        .sql(query)
        .toDF(columns(query))
        .select(functions.col("c0").cast("string"))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static String[] columns(String query) {
    int width = spark().sql(query).columns().length;
    return IntStream.range(0, width)
        .mapToObj(i -> String.format(Locale.ROOT, "c%d", i))
        .toArray(String[]::new);
  }

  /** Runs a test with ANSI mode on or off. */
  static void withAnsi(boolean isAnsi, Runnable test) {
    String before = spark().conf().get("spark.sql.ansi.enabled");
    spark().conf().set("spark.sql.ansi.enabled", isAnsi);
    try {
      test.run();
    } finally {
      spark().conf().set("spark.sql.ansi.enabled", before);
    }
  }
}
