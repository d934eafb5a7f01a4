package dev.p3.bench.peers;

import dev.p3.patterns.mapreduce.StopWords;
import dev.p3.patterns.mapreduce.Tokens;
import dev.p3.patterns.mapreduce.WordCount;
import dev.p3.patterns.mapreduce.WordCountOptions;
import dev.p3.patterns.minimize.Top;
import dev.p3.patterns.minimize.TopOptions;
import dev.p3.scope.Scopes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A program for {@code spark-submit} that does with a pattern's own functions what {@code p3 run}
 * does of {@code top} and {@code word-count}, and nothing else: it reads, transforms and writes.
 */
public final class BareJob {
  private BareJob() {}

  /**
   * Runs.
   *
   * @param args the job's name, what it reads, and where to
   */
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    try (var scopes = new Scopes(spark)) {
      Dataset<Row> result =
          args[0].equals("top")
              ? Top.top(
                  spark.read().parquet(args[1]),
                  new TopOptions("delay", List.of("origin"), 3, false, List.of()))
              : WordCount.count(
                  spark.read().text(args[1]),
                  new WordCountOptions(
                      Tokens.WORDS, 1, OptionalLong.empty(), StandardCharsets.UTF_8),
                  scopes.open(new StopWords(new HashSet<>())));
      result.write().mode("overwrite").parquet(args[2]);
    } finally {
      spark.stop();
    }
  }
}
