package dev.p3.patterns.leverage;

import dev.p3.chart.Chart;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code summarize}: statistics, correlation and regression of any table. */
public final class SummarizeJob implements PatternJob<SummarizeOptions, SummarizeResult> {
  private static final String TABLE = "table";
  private static final String CORRELATION = "correlation";
  private static final String REGRESS = "regress";

  /** Sums in another order differ in the last digits. */
  private static final int SIGNIFICANT_DIGITS = 9;

  private static final JobDescription<SummarizeOptions, SummarizeResult> DESCRIPTION =
      JobDescription.<SummarizeOptions, SummarizeResult>of("summarize", SummarizeOptions.class)
          .pattern("leverage")
          .rule(
              """
              Leverage existing code: parts that many people have used and corrected come before
              code of your own.
              """)
          .summary(
              "describes every column of a table, how columns correlate, and fits a linear model")
          .details(
              """
              Gathers everything in one pass over the table, in bounded memory. Values are counted
              one by one while a task sees at most 262,144 different ones, and quantiles, distinct
              and spearman are exact; beyond, they come from sketches with a stated error (0.07 % of
              the rows, 1.6 %, 0.001), unless --exact sorts. Moments are central ones merged by
              partition; the regression is a QR factorization by partition, never the normal
              equations. Of DECIMAL and BIGINT no digit is lost: values are counted and compared as
              they are, and moments are taken of exact differences.

              Time grows with the rows times the square of the numeric columns, so that more than
              300 are correlated only when --correlate names them, at most 1,000 at once, in a pass
              for each 50,000 pairs; spearman of more than 5,000 pairs with too many values to be
              counted is left out. Beyond 256 columns sketches are smaller, and the error of
              quantiles, which is stated, grows to 1 % at 4,000 columns.
              """)
          .scale(
              """
              What the tasks found of one column or pair is merged by one task, which tens of thousands
              of tasks keep busy while all others wait: larger splits make fewer, --conf
              spark.sql.files.maxPartitionBytes=1g.

              Time grows with the square of the numeric columns: name those that count with
              --correlate. A column of different values sends up to 262,144 of them from each task.

              --exact sorts the table once for each column that was not counted: leave it out.

              A file in .gz or .zst is read by one task, whatever the executors: write it as many files, or
              in a format that can be split.
              """)
          .input(
              InputSpec.table(TABLE, "any table")
                  .sample("us-flights/flights.parquet")
                  .column("…", "any", "what to summarize"))
          .output(columns())
          .output(correlation())
          .output(coefficients())
          .output(regression())
          .variant(
              "one-pass",
              "everything in one pass, by parts that others keep well",
              (inputs, options, scopes) ->
                  summarized(inputs, table -> Summarize.summary(table, options, scopes)))
          .variant(
              "by-hand",
              """
              textbook loops: a pass for each column and pair, sums of squares, normal equations
              """,
              (inputs, options, scopes) ->
                  summarized(inputs, table -> SummarizeByHand.summary(table, options)))
          .example("--regress", "delay ~ distance")
          .build();

  private static OutputSpec columns() {
    return OutputSpec.output(
            "columns", "one row for each column; null where a figure makes no sense")
        .column("column", "STRING", "its name")
        .column("type", "STRING", "its SQL type")
        .column("count", "BIGINT", "values that are not null")
        .column("nulls", "BIGINT", "values that are null")
        .column("mean", "DOUBLE", "of numbers; of BIGINT and DECIMAL the nearest DOUBLE")
        .column("stddev", "DOUBLE", "standard deviation of the sample")
        .column("min", "STRING", "least value, as text, of which a number reads back as it was")
        .column(
            "q25",
            "STRING",
            "first quartile, interpolated between numbers, with every digit of BIGINT and DECIMAL")
        .column("median", "STRING", "second quartile")
        .column("q75", "STRING", "third quartile")
        .column("max", "STRING", "greatest value; NaN is above all numbers")
        .column("skewness", "DOUBLE", "of the population, as Spark's")
        .column("kurtosis", "DOUBLE", "excess, of the population, as Spark's")
        .column("distinct", "BIGINT", "different values, null not counted")
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec correlation() {
    return OutputSpec.output(
            CORRELATION,
            "one row for each pair of numeric columns, over the rows in which both have a value")
        .column("left", "STRING", "a numeric column")
        .column("right", "STRING", "a later numeric column")
        .column("pearson", "DOUBLE", "-1 to 1; null when a side is constant")
        .column("spearman", "DOUBLE", "by ranks; equal values share their mean rank")
        .column("count", "BIGINT", "rows in which both have a value")
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec coefficients() {
    return OutputSpec.output("coefficients", "one row for each term")
        .onlyWith(REGRESS)
        .column("term", "STRING", "(Intercept), or the term as written")
        .column("estimate", "DOUBLE", "by least squares")
        .column("std_error", "DOUBLE", "its standard deviation")
        .column("t", "DOUBLE", "estimate over std_error")
        .column("p", "DOUBLE", "of a |t| this large when the coefficient is 0")
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec regression() {
    return OutputSpec.output("regression", "one row")
        .onlyWith(REGRESS)
        .column("r2", "DOUBLE", "share explained; around 0 without an intercept")
        .column("adj_r2", "DOUBLE", "adjusted for the number of terms")
        .column("residual_sd", "DOUBLE", "in units of the outcome")
        .column("f", "DOUBLE", "of the test that all terms are 0")
        .column("rows", "BIGINT", "rows used")
        .column("dropped", "BIGINT", "rows with a null, NaN or infinite value")
        .sameTo(SIGNIFICANT_DIGITS);
  }

  @Override
  public JobDescription<SummarizeOptions, SummarizeResult> description() {
    return DESCRIPTION;
  }

  @Override
  public List<Class<?>> records() {
    return List.of(Key.class, SummaryPlan.class, RankBins.class, QuantileRanks.class);
  }

  @Override
  public Map<String, List<Chart>> charts(SummarizeOptions options) {
    return Map.of(CORRELATION, List.of(Chart.heatMap("left", "right", "pearson").between(-1, 1)));
  }

  private static Outcome<SummarizeResult> summarized(
      Inputs inputs, Function<Dataset<Row>, Summary> summarize) {
    Dataset<Row> table = inputs.required(TABLE);
    Summary summary = summarize.apply(table);
    return Outcome.of(summary.outputs(table.sparkSession()), observed -> summary.result());
  }
}
