package dev.p3.patterns.leverage;

import dev.p3.chart.Chart;
import dev.p3.job.ColumnSpec;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.scope.Scopes;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code summarize}: statistics, correlation and regression of any table. */
public final class SummarizeJob implements PatternJob<SummarizeOptions, SummarizeResult> {
  private static final String BY_HAND = "by-hand";

  /** Sums in another order differ in the last digits. */
  private static final int SIGNIFICANT_DIGITS = 9;

  private static final JobDescription DESCRIPTION =
      new JobDescription(
          "summarize",
          "leverage",
          "describes every column of a table, how columns correlate, and fits a linear model",
          "Gathers everything in one pass over the table, in bounded memory. Values are counted one by one while a task sees at most 262,144 different ones, and quantiles, distinct and spearman are exact; beyond, they come from sketches with a stated error (0.07 % of the rows, 1.6 %, 0.001), unless --exact sorts. Moments are central ones merged by partition; the regression is a QR factorization by partition, never the normal equations. Of DECIMAL and BIGINT no digit is lost: values are counted and compared as they are, and moments are taken of exact differences. Time grows with the rows times the square of the numeric columns, so that more than 300 are correlated only when --correlate names them, at most 1,000 at once, in a pass for each 50,000 pairs; spearman of more than 5,000 pairs with too many values to be counted is left out. Beyond 256 columns sketches are smaller, and the error of quantiles, which is stated, grows to 1 % at 4,000 columns.",
          List.of(
              new InputSpec(
                  "table",
                  InputSpec.Kind.TABLE,
                  true,
                  "any table",
                  List.of(new ColumnSpec("…", "any", "what to summarize")),
                  "us-flights/flights.parquet")),
          List.of(columns(), correlation(), coefficients(), regression()),
          List.of(
              new Variant("one-pass", "everything in one pass, by parts that others keep well"),
              new Variant(
                  BY_HAND,
                  "textbook loops: a pass for each column and pair, sums of squares, normal equations")),
          List.of("summarize", "--regress", "delay ~ distance"));

  private static OutputSpec columns() {
    return new OutputSpec(
            "columns",
            "one row for each column; null where a figure makes no sense",
            List.of(
                new ColumnSpec("column", "STRING", "its name"),
                new ColumnSpec("type", "STRING", "its SQL type"),
                new ColumnSpec("count", "BIGINT", "values that are not null"),
                new ColumnSpec("nulls", "BIGINT", "values that are null"),
                new ColumnSpec(
                    "mean", "DOUBLE", "of numbers; of BIGINT and DECIMAL the nearest DOUBLE"),
                new ColumnSpec("stddev", "DOUBLE", "standard deviation of the sample"),
                new ColumnSpec(
                    "min",
                    "STRING",
                    "least value, as text, of which a number reads back as it was"),
                new ColumnSpec(
                    "q25",
                    "STRING",
                    "first quartile, interpolated between numbers, with every digit of BIGINT and DECIMAL"),
                new ColumnSpec("median", "STRING", "second quartile"),
                new ColumnSpec("q75", "STRING", "third quartile"),
                new ColumnSpec("max", "STRING", "greatest value; NaN is above all numbers"),
                new ColumnSpec("skewness", "DOUBLE", "of the population, as Spark's"),
                new ColumnSpec("kurtosis", "DOUBLE", "excess, of the population, as Spark's"),
                new ColumnSpec("distinct", "BIGINT", "different values, null not counted")))
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec correlation() {
    return new OutputSpec(
            "correlation",
            "one row for each pair of numeric columns, over the rows in which both have a value",
            List.of(
                new ColumnSpec("left", "STRING", "a numeric column"),
                new ColumnSpec("right", "STRING", "a later numeric column"),
                new ColumnSpec("pearson", "DOUBLE", "-1 to 1; null when a side is constant"),
                new ColumnSpec(
                    "spearman", "DOUBLE", "by ranks; equal values share their mean rank"),
                new ColumnSpec("count", "BIGINT", "rows in which both have a value")))
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec coefficients() {
    return new OutputSpec(
            "coefficients",
            "with --regress: one row for each term",
            List.of(
                new ColumnSpec("term", "STRING", "(Intercept), or the term as written"),
                new ColumnSpec("estimate", "DOUBLE", "by least squares"),
                new ColumnSpec("std_error", "DOUBLE", "its standard deviation"),
                new ColumnSpec("t", "DOUBLE", "estimate over std_error"),
                new ColumnSpec("p", "DOUBLE", "of a |t| this large when the coefficient is 0")))
        .sameTo(SIGNIFICANT_DIGITS);
  }

  private static OutputSpec regression() {
    return new OutputSpec(
            "regression",
            "with --regress: one row",
            List.of(
                new ColumnSpec("r2", "DOUBLE", "share explained; around 0 without an intercept"),
                new ColumnSpec("adj_r2", "DOUBLE", "adjusted for the number of terms"),
                new ColumnSpec("residual_sd", "DOUBLE", "in units of the outcome"),
                new ColumnSpec("f", "DOUBLE", "of the test that all terms are 0"),
                new ColumnSpec("rows", "BIGINT", "rows used"),
                new ColumnSpec("dropped", "BIGINT", "rows with a null, NaN or infinite value")))
        .sameTo(SIGNIFICANT_DIGITS);
  }

  @Override
  public JobDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Class<SummarizeOptions> optionsType() {
    return SummarizeOptions.class;
  }

  @Override
  public Map<String, List<Chart>> charts(SummarizeOptions options) {
    return Map.of("correlation", List.of(Chart.heatMap("left", "right", "pearson").between(-1, 1)));
  }

  @Override
  public Outcome<SummarizeResult> run(
      Inputs inputs, SummarizeOptions options, String variant, Scopes scopes) {
    Dataset<Row> table = inputs.required("table");
    Summary summary =
        variant.equals(BY_HAND)
            ? SummarizeByHand.summary(table, options)
            : Summarize.summary(table, options, scopes);
    return new Outcome<>(summary.outputs(table.sparkSession()), observed -> summary.result());
  }
}
