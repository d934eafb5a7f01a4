package dev.p3.patterns.mapreduce;

import dev.p3.chart.Chart;
import dev.p3.fault.BadUsageException;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import dev.p3.transport.Transport;
import dev.p3.transport.Transports;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code word-count}: how often each token occurs in a text. */
public final class WordCountJob implements PatternJob<WordCountOptions, WordCountResult> {
  private static final String TEXT = "text";
  private static final String STOP = "stop";
  private static final String COUNTS = "counts";
  private static final JobDescription<WordCountOptions, WordCountResult> DESCRIPTION =
      JobDescription.<WordCountOptions, WordCountResult>of("word-count", WordCountOptions.class)
          .pattern("map-reduce")
          .rule(
              """
              Combine before you send, so that what crosses the network grows with the answer and
              not with the input.
              """)
          .summary("counts how often each token occurs in a text")
          .details(
              """
              Counts tokens, in any language and encoding. Tokens are counted within each partition
              before the shuffle, so memory is bounded and the shuffle grows with the distinct
              tokens.

              One pass, one shuffle; with --top N, N rows on the driver.
              """)
          .scale(
              """
              A file in .gz or .zst is read by one task, whatever the executors: write it as many files, or
              in a format that can be split.

              Each task sends each of its different tokens once, so the shuffle grows with the tasks
              times the different tokens of a split: larger splits send less, --conf
              spark.sql.files.maxPartitionBytes=1g.

              After the shuffle a task holds the different tokens of one of 4,096 buckets: billions of
              them want more spark.executor.memory, and more partitions, --conf
              spark.sql.shuffle.partitions=4096 at most.

              With --transport all different tokens are on the driver: leave it out.
              """)
          .input(
              InputSpec.lines(
                      TEXT,
                      "the text; any file is taken as text unless a format is written before its"
                          + " path")
                  .inBlocks()
                  .sample("moby-dick/moby-dick.txt")
                  .column("value", "BINARY or STRING", "a line, or many with their line ends"))
          .input(
              InputSpec.lines(STOP, "tokens not to count, cut and folded as the text is")
                  .optional()
                  .column("value", "BINARY or STRING", "a line of tokens"))
          .output(
              OutputSpec.output(
                      COUNTS, "one row for each distinct token; in no order unless --top is given")
                  .column("token", "STRING", "the token")
                  .column("count", "BIGINT", "how often it occurs"))
          .variant(
              "combined",
              "counts within each partition before the shuffle",
              (inputs, options, scopes) ->
                  options.transport().isPresent()
                      ? countedOnTransport(inputs, options)
                      : counted(inputs, options, scopes, WordCount::count))
          .variant(
              "grouped",
              "groupByKey, then count: every token crosses the shuffle",
              WordCountJob::countedGrouped)
          .example("--top", "10")
          .build();

  @Override
  public JobDescription<WordCountOptions, WordCountResult> description() {
    return DESCRIPTION;
  }

  @Override
  public Charset encoding(WordCountOptions options) {
    return options.encoding();
  }

  @Override
  public List<Class<?>> records() {
    return List.of(StopWords.class);
  }

  @Override
  public Map<String, List<Chart>> charts(WordCountOptions options) {
    return Map.of(COUNTS, List.of(Chart.bars("token", "count", "occurrences")));
  }

  private static Outcome<WordCountResult> countedOnTransport(
      Inputs inputs, WordCountOptions options) {
    Transport transport = Transports.named(options.transport().orElseThrow());
    if (!transport.carriesKeys()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Invalid --transport: '%s' carries numbers of a fixed length only, and tokens are"
                  + " keys (must be one of %s)",
              transport.name(),
              Transports.all().stream()
                  .filter(Transport::carriesKeys)
                  .map(Transport::name)
                  .collect(Collectors.joining(", "))));
    }
    Dataset<Row> lines = inputs.required(TEXT);
    TokenCounts counts = WordCount.countOn(transport, lines, options, stopWords(inputs, options));
    return Outcome.of(
        Map.of(COUNTS, WordCount.rows(counts, options, lines.sparkSession())),
        observed -> new WordCountResult(options.encoding().name(), counts.malformedBytes()));
  }

  private static Outcome<WordCountResult> countedGrouped(
      Inputs inputs, WordCountOptions options, Scopes scopes) {
    if (options.transport().isPresent()) {
      throw new BadUsageException(
          "Cannot use --transport with --variant grouped, which counts by Spark SQL: leave one"
              + " out");
    }
    return counted(inputs, options, scopes, WordCount::countGrouped);
  }

  private static StopWords stopWords(Inputs inputs, WordCountOptions options) {
    return inputs
        .optional(STOP)
        .map(stop -> WordCount.stopWords(stop, options))
        .orElseGet(() -> new StopWords(new HashSet<>()));
  }

  private interface Count {
    Dataset<Row> of(Dataset<Row> lines, WordCountOptions options, Scope<StopWords> stopWords);
  }

  private static Outcome<WordCountResult> counted(
      Inputs inputs, WordCountOptions options, Scopes scopes, Count count) {
    StopWords stopWords = stopWords(inputs, options);
    return Outcome.of(
        Map.of(COUNTS, count.of(inputs.required(TEXT), options, scopes.open(stopWords))),
        observed ->
            new WordCountResult(
                options.encoding().name(), observed.total(WordCount.MALFORMED_BYTES)));
  }
}
