package dev.p3.patterns.mapreduce;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import dev.p3.fault.JobFailedException;
import dev.p3.record.Records;
import dev.p3.scope.Scope;
import dev.p3.table.Columns;
import dev.p3.transport.Parts;
import dev.p3.transport.Transport;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts tokens. The first column of the lines may be text or undecoded bytes; the options'
 * encoding is that of the bytes. A line that is null has no tokens.
 */
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
    Dataset<TokenBlock> partials =
        eachPartition(lines, options, scope, CombiningCounter::new, TokenBlock.class);
    // Blocks without a token pass the shuffle too: Spark drops a stage that sends nothing, and with
    // it what the stage has observed.
    Dataset<CountedToken> counts =
        observed(partials)
            .repartition(col("bucket"))
            .sortWithinPartitions("bucket")
            .mapPartitions(
                (MapPartitionsFunction<TokenBlock, CountedToken>) MergedCounts::new,
                Records.encoder(CountedToken.class));
    return selected(counts.select(col("token").cast("string").as("token"), col("count")), options);
  }

  /** The twin: sends every token through the shuffle, then counts each group. */
  public static Dataset<Row> countGrouped(
      Dataset<?> lines, WordCountOptions options, Scope<StopWords> scope) {
    Dataset<PartialCount> tokens =
        eachPartition(lines, options, scope, EveryToken::new, PartialCount.class);
    return selected(
        observed(tokens)
            .where(col("token").isNotNull())
            .groupByKey((MapFunction<PartialCount, String>) PartialCount::token, Encoders.STRING())
            .mapGroups(
                (MapGroupsFunction<String, PartialCount, PartialCount>)
                    (token, group) -> new PartialCount(token, size(group), 0),
                Records.encoder(PartialCount.class))
            .select("token", "count"),
        options);
  }

  /**
   * The count as one round of map-reduce, at once.
   *
   * <p>Cost: the distinct tokens in the driver; for transports that hold their blocks there, all
   * lines too.
   *
   * @param transport one that carries keys
   * @param stop tokens not to count, as {@link #stopWords} gives them
   */
  static TokenCounts countOn(
      Transport transport, Dataset<?> lines, WordCountOptions options, StopWords stop) {
    JavaRDD<byte[][]> blocks =
        bytes(lines)
            .javaRDD()
            .mapPartitions((FlatMapFunction<Iterator<byte[]>, byte[][]>) Blocks::new);
    Parts<byte[][]> parts = Parts.of(blocks);
    transport
        .whyNot(parts)
        .ifPresent(
            why -> {
              throw new JobFailedException(
                  String.format(
                      Locale.ROOT, "Cannot use --transport %s here: %s", transport.name(), why));
            });
    var job = new CountTokens(options.tokens(), encoding(lines, options), stop.tokens());
    return transport.run(job, parts, TokenCounts.none()).last();
  }

  /** {@code token STRING, count BIGINT} of the tokens that the options ask for. */
  static Dataset<Row> rows(TokenCounts counts, WordCountOptions options, SparkSession spark) {
    List<Row> rows =
        counts.counts().entrySet().stream()
            .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
            .toList();
    var schema =
        new StructType().add("token", DataTypes.StringType).add("count", DataTypes.LongType);
    return selected(spark.createDataFrame(rows, schema), options);
  }

  /** So many lines at once that a block is worth its overhead. */
  private static final class Blocks implements Iterator<byte[][]> {
    private static final int LINES = 4096;
    private static final int BYTES = 1 << 20;

    private final Iterator<byte[]> lines;

    Blocks(Iterator<byte[]> lines) {
      this.lines = lines;
    }

    @Override
    public boolean hasNext() {
      return lines.hasNext();
    }

    @Override
    public byte[][] next() {
      var block = new ArrayList<byte[]>();
      int bytes = 0;
      do {
        byte[] line = lines.next();
        block.add(line);
        bytes += line.length;
      } while (block.size() < LINES && bytes < BYTES && lines.hasNext());
      return block.toArray(new byte[0][]);
    }
  }

  /**
   * The tokens of a list of stop words, cut and folded as the text's tokens are.
   *
   * <p>Cost: collects the list to the driver.
   */
  public static StopWords stopWords(Dataset<?> lines, WordCountOptions options) {
    Set<String> tokens = new HashSet<>();
    var lineTokens = new LineTokens(options.tokens(), encoding(lines, options), Set.of());
    bytes(lines).collectAsList().forEach(line -> lineTokens.forEach(line, tokens::add));
    return new StopWords(tokens);
  }

  private static <T extends Record> Dataset<T> eachPartition(
      Dataset<?> lines,
      WordCountOptions options,
      Scope<StopWords> scope,
      Function2<Iterator<byte[]>, LineTokens, Iterator<T>> counter,
      Class<T> row) {
    Tokens kind = options.tokens();
    String encoding = encoding(lines, options).name();
    return scope.mapPartitions(
        bytes(lines),
        (stop, partition) ->
            counter.call(partition, new LineTokens(kind, Charset.forName(encoding), stop.tokens())),
        Records.encoder(row));
  }

  private static Dataset<byte[]> bytes(Dataset<?> lines) {
    Column line = Columns.named(lines.columns()[0]);
    return lines.where(line.isNotNull()).select(line.cast("binary")).as(Encoders.BINARY());
  }

  /** Spark gives text to {@link #bytes} as UTF-8, whatever the bytes of the options are. */
  private static Charset encoding(Dataset<?> lines, WordCountOptions options) {
    return lines.schema().apply(0).dataType() instanceof BinaryType
        ? options.encoding()
        : StandardCharsets.UTF_8;
  }

  private static <T> Dataset<T> observed(Dataset<T> counts) {
    return counts.observe("word-count", sum("malformedBytes").as(MALFORMED_BYTES));
  }

  private static Dataset<Row> selected(Dataset<Row> counts, WordCountOptions options) {
    Dataset<Row> frequent = counts.where(col("count").geq(options.minCount()));
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
