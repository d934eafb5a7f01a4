package dev.p3.patterns.mapreduce;

import dev.p3.chart.Chart;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.scope.Scope;
import dev.p3.scope.Scopes;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code word-count}: how often each token occurs in a text. */
public final class WordCountJob implements PatternJob<WordCountOptions, WordCountResult> {
  private static final String GROUPED = "grouped";
  private static final JobDescription DESCRIPTION =
      new JobDescription(
          "word-count",
          "map-reduce",
          "counts how often each token occurs in a text",
          "Counts tokens, in any language and encoding. Tokens are counted within each partition before the shuffle, so memory is bounded and the shuffle grows with the distinct tokens. One pass, one shuffle; with --top N, N rows on the driver.",
          List.of(
              new InputSpec(
                  "text",
                  InputSpec.Kind.LINES,
                  true,
                  "the text; any file is taken as text unless a format is written before its path",
                  List.of(new ColumnSpec("value", "BINARY or STRING", "a line")),
                  "moby-dick/moby-dick.txt"),
              new InputSpec(
                  "stop",
                  InputSpec.Kind.LINES,
                  false,
                  "tokens not to count, cut and folded as the text is",
                  List.of(new ColumnSpec("value", "BINARY or STRING", "a line of tokens")),
                  null)),
          List.of(
              new OutputSpec(
                  "counts",
                  "one row for each distinct token; in no order unless --top is given",
                  List.of(
                      new ColumnSpec("token", "STRING", "the token"),
                      new ColumnSpec("count", "BIGINT", "how often it occurs")))),
          List.of(
              new Variant("combined", "counts within each partition before the shuffle"),
              new Variant(GROUPED, "groupByKey, then count: every token crosses the shuffle")),
          List.of("word-count", "--top", "10"));

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<WordCountOptions> optionsType() {
    return WordCountOptions.class;
  }

  @Override
  public Charset encoding(WordCountOptions options) {
    return options.encoding();
  }

  @Override
  public Map<String, List<Chart>> charts(WordCountOptions options) {
    return Map.of("counts", List.of(Chart.bars("token", "count", "occurrences")));
  }

  @Override
  public Outcome<WordCountResult> run(
      Inputs inputs, WordCountOptions options, String variant, Scopes scopes) {
    Dataset<Row> lines = inputs.required("text");
    StopWords stopWords =
        inputs
            .optional("stop")
            .map(stop -> WordCount.stopWords(stop, options))
            .orElseGet(() -> new StopWords(new HashSet<>()));
    Scope<StopWords> scope = scopes.open(stopWords);
    Dataset<Row> counts =
        variant.equals(GROUPED)
            ? WordCount.countGrouped(lines, options, scope)
            : WordCount.count(lines, options, scope);
    return new Outcome<>(
        Map.of("counts", counts),
        observed ->
            new WordCountResult(
                options.encoding().name(), observed.total(WordCount.MALFORMED_BYTES)));
  }
}
