package dev.p3;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;

import dev.p3.ReadmeExampleTest.LongestOptions;
import dev.p3.ReadmeExampleTest.LongestResult;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.scope.Scopes;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The README's job; {@link ReadmeExampleTest} runs it. */
public final class LongestJob implements PatternJob<LongestOptions, LongestResult> {
  private static final JobDescription<LongestOptions, LongestResult> DESCRIPTION =
      JobDescription.<LongestOptions, LongestResult>of("longest", LongestOptions.class)
          .pattern("minimize")
          .rule("Keep what counts, and no more.")
          .summary("gives the longest lines of a text")
          .details("Sorts by length, and takes the first ones.")
          .input(
              InputSpec.lines("text", "any text")
                  .column("value", "STRING", "a line")
                  .sample("longest/text.txt"))
          .output(
              OutputSpec.output("lines", "the longest ones").column("value", "STRING", "a line"))
          .variant("sorted", "sorts them", LongestJob::sorted)
          .build();

  @Override
  public JobDescription<LongestOptions, LongestResult> description() {
    return DESCRIPTION;
  }

  private static Outcome<LongestResult> sorted(
      Inputs inputs, LongestOptions options, Scopes scopes) {
    Dataset<Row> lines = inputs.required("text").selectExpr("string(value) AS value");
    Dataset<Row> longest = lines.orderBy(length(col("value")).desc(), col("value"));
    return Outcome.of(
        Map.of("lines", longest.limit(options.lines())),
        observed -> new LongestResult(observed.written("lines").orElse(0)));
  }
}
