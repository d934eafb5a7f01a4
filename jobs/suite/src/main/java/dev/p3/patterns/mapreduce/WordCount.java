package dev.p3.patterns.mapreduce;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import dev.p3.record.Records;
import dev.p3.scope.Scope;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Counts tokens. The first column of the lines may be text or undecoded bytes. */
public final class WordCount {
  /** The observed number of malformed bytes. */
  static final String MALFORMED_BYTES = "malformed_bytes";

  private WordCount() {}

  /**
   * The pattern: counts within each partition before the shuffle.
   *
   * @param lines text, or bytes in the options' encoding, in the first column
   * @param scope tokens not to count, as {@link #stopWords} gives them
   * @return {@code token STRING, count BIGINT}, lazy; in no order unless {@code top} is set
   */
  public static Dataset<Row> count(
      Dataset<?> lines, WordCountOptions options, Scope<StopWords> scope) {
    Tokens kind = options.tokens();
    String encoding = options.encoding().name();
    Dataset<PartialCount> partials =
        scope.mapPartitions(
            bytes(lines),
            (stop, partition) ->
                new CombiningCounter(
                    partition, new LineTokens(kind, Charset.forName(encoding), stop.tokens())),
            Records.encoder(PartialCount.class));
    return selected(observed(partials).groupBy("token").agg(sum("count").as("count")), options);
  }

  /** The twin: sends every token through the shuffle, then counts each group. */
  public static Dataset<Row> countGrouped(
      Dataset<?> lines, WordCountOptions options, Scope<StopWords> scope) {
    Tokens kind = options.tokens();
    String encoding = options.encoding().name();
    Dataset<PartialCount> tokens =
        scope.mapPartitions(
            bytes(lines),
            (stop, partition) ->
                new EveryToken(
                    partition, new LineTokens(kind, Charset.forName(encoding), stop.tokens())),
            Records.encoder(PartialCount.class));
    return selected(
        observed(tokens)
            .groupByKey((MapFunction<PartialCount, String>) PartialCount::token, Encoders.STRING())
            .mapGroups(
                (MapGroupsFunction<String, PartialCount, PartialCount>)
                    (token, group) -> new PartialCount(token, size(group), 0),
                Records.encoder(PartialCount.class))
            .select("token", "count"),
        options);
  }

  /**
   * The tokens of a list of stop words, cut and folded as the text's tokens are.
   *
   * <p>Cost: collects the list to the driver.
   */
  public static StopWords stopWords(Dataset<?> lines, WordCountOptions options) {
    Set<String> tokens = new HashSet<>();
    var lineTokens = new LineTokens(options.tokens(), options.encoding(), Set.of());
    bytes(lines).collectAsList().forEach(line -> lineTokens.forEach(line, tokens::add));
    return new StopWords(tokens);
  }

  private static Dataset<byte[]> bytes(Dataset<?> lines) {
    return lines.select(lines.col(lines.columns()[0]).cast("binary")).as(Encoders.BINARY());
  }

  private static Dataset<PartialCount> observed(Dataset<PartialCount> counts) {
    return counts
        .observe("word-count", sum("malformedBytes").as(MALFORMED_BYTES))
        .where(col("token").isNotNull());
  }

  private static Dataset<Row> selected(Dataset<Row> counts, WordCountOptions options) {
    Dataset<Row> frequent =
        options.minCount() > 1 ? counts.where(col("count").geq(options.minCount())) : counts;
    return options.top().isEmpty()
        ? frequent
        : frequent
            .orderBy(col("count").desc(), col("token").asc())
            .limit((int) options.top().getAsLong());
  }

  private static long size(Iterator<?> group) {
    long size = 0;
    for (; group.hasNext(); group.next()) {
      size++;
    }
    return size;
  }
}
