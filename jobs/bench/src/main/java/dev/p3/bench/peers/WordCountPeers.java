package dev.p3.bench.peers;

import dev.p3.bench.ZipfText;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * {@code word-count} beside Spark's own example JavaWordCount, three lines of SQL, DuckDB and
 * {@code wc -w}, on a {@link ZipfText} of so many megabytes. All but {@code wc} write the counts as
 * Parquet.
 */
public final class WordCountPeers {
  private WordCountPeers() {}

  /**
   * Measures.
   *
   * @param args megabytes (582) and turns (3)
   */
  public static void main(String[] args) throws Exception {
    Path text = ZipfText.file(args);
    Peers.measure(
        args,
        1,
        (spark, duck) ->
            new SideBySide()
                .with("`word-count --tokens whitespace`", () -> p3(text, "whitespace"))
                .with("`word-count --tokens words`", () -> p3(text, "words"))
                .with(
                    "JavaWordCount, RDD",
                    () -> Peers.asSparkWrites(spark, () -> javaWordCount(spark, text)))
                .with(
                    "Spark SQL, `split`, `explode`",
                    () -> Peers.asSparkWrites(spark, () -> sql(spark, text)))
                .with("DuckDB", () -> duckDb(duck, text))
                .with("`wc -w`, one core", () -> wc(text)));
  }

  private static void p3(Path text, String tokens) throws Exception {
    Peers.p3("word-count", "--in", text.toString(), "--tokens", tokens);
  }

  /** The example that ships with Spark, but for its collecting: it writes. */
  private static void javaWordCount(SparkSession spark, Path text) {
    var counts =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .textFile(text.toString())
            .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey(Integer::sum);
    spark
        .createDataset(
            counts.map(pair -> pair._1() + " " + pair._2()).rdd(),
            org.apache.spark.sql.Encoders.STRING())
        .write()
        .mode("overwrite")
        .parquet(Peers.out("rdd"));
  }

  private static void sql(SparkSession spark, Path text) {
    spark.read().text(text.toString()).createOrReplaceTempView("lines");
    spark
        .sql(
            "select token, count(*) as count from (select explode(split(value, ' ')) as token from"
                + " lines) group by token")
        .write()
        .mode("overwrite")
        .parquet(Peers.out("sql"));
  }

  private static void duckDb(Connection duck, Path text) throws Exception {
    Peers.execute(
        duck,
        String.format(
            Locale.ROOT,
            "copy (select token, count(*) as count from (select unnest(string_split(line, ' ')) as"
                + " token from read_csv('%s', columns = {'line': 'VARCHAR'}, delim = '\\x01', quote ="
                + " '', escape = '', header = false)) group by token) to '%s' (format parquet)",
            text,
            Peers.out("duckdb")));
  }

  private static void wc(Path text) throws Exception {
    var process =
        new ProcessBuilder("wc", "-w", text.toString())
            .redirectOutput(new File("/dev/null"))
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("wc failed");
    }
  }
}
