package dev.p3.patterns.leverage;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.sample;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.leverage.Summaries.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.job.Inputs;
import dev.p3.job.Observed;
import dev.p3.job.OptionsRecord;
import dev.p3.job.Outcome;
import dev.p3.scope.Scopes;
import dev.p3.testkit.JobTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SummarizeJobTest {
  private static final SummarizeJob JOB = new SummarizeJob();

  @Test
  void givesOnlyWhatTheOptionsAskFor() {
    assertThat(outputs("one-pass", table("x INT", row(1)), null))
        .containsOnlyKeys("columns", "correlation");
  }

  @Test
  void readsItsOptionsFromWords() {
    var options = OptionsRecord.of(SummarizeOptions.class);

    assertThat(options.parse(Map.of())).isEqualTo(options(null, false));
    SummarizeOptions given =
        options.parse(Map.of("regress", List.of("y ~ x"), "exact", List.of("true")));
    assertThat(given).isEqualTo(options("y ~ x", true));
    assertThat(options.words(given)).containsEntry("regress", "y ~ x");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> options.parse(Map.of("regress", List.of("y ~ x +"))))
        .withMessage(
            "Invalid --regress: 'y ~ x +' (does not parse:\n  y ~ x +\n         ^ must be a column, pow(column, n), 1 or 0)");
  }

  @Test
  void givesTheSameRowsInEveryVariantOnTheSample() {
    Dataset<Row> flights =
        LocalSpark.spark().read().parquet(sample("us-flights/flights.parquet").toString());

    JobTest.of(JOB)
        .input("table", flights)
        .option("regress", "delay ~ distance")
        .sameRowsInEveryVariant();
    Map<String, Dataset<Row>> pattern = outputs("one-pass", flights, "delay ~ distance");
    // Spark's own functions on the same rows.
    Row expected =
        flights
            .selectExpr(
                "count(delay)",
                "avg(delay)",
                "stddev_samp(delay)",
                "skewness(delay)",
                "kurtosis(delay)",
                "percentile(delay, 0.25)",
                "count(distinct delay)",
                "corr(delay, distance)",
                "regr_slope(delay, distance)")
            .first();
    Row delay = pattern.get("columns").where("column = 'delay'").first();
    assertThat(delay.<Long>getAs("count")).isEqualTo(expected.getLong(0));
    assertClose(delay.getAs("mean"), expected.getDouble(1));
    assertClose(delay.getAs("stddev"), expected.getDouble(2));
    assertClose(delay.getAs("skewness"), expected.getDouble(3));
    assertClose(delay.getAs("kurtosis"), expected.getDouble(4));
    assertThat(Double.parseDouble(delay.getAs("q25"))).isEqualTo(expected.getDouble(5));
    assertThat(delay.<Long>getAs("distinct")).isEqualTo(expected.getLong(6));
    assertClose(pattern.get("correlation").first().getAs("pearson"), expected.getDouble(7));
    assertClose(
        pattern.get("coefficients").where("term = 'distance'").first().getAs("estimate"),
        expected.getDouble(8));
  }

  @Test
  void givesTheSameRowsInEveryVariantWithNullsAndTies() {
    var random = new Random(7);
    Row[] rows = new Row[3000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          row(
              random.nextInt(5) == 0 ? null : random.nextInt(40),
              random.nextInt(9) == 0 ? null : random.nextGaussian(),
              random.nextInt(2) == 0 ? null : random.nextDouble() * 100 - 3,
              random.nextInt(3) == 0 ? null : "t" + random.nextInt(20),
              random.nextBoolean(),
              null);
    }
    Dataset<Row> table = table("a INT, `b.c` DOUBLE, d DOUBLE, s STRING, f BOOLEAN, n INT", rows);

    JobTest.of(JOB)
        .input("table", table)
        .option("regress", "a ~ b.c + d + pow(d, 2)")
        .sameRowsInEveryVariant()
        .onPartitions(3);
  }

  private static void assertClose(double actual, double expected) {
    assertThat(Summaries.digits(actual, expected)).isGreaterThan(11);
  }

  private static Map<String, Dataset<Row>> outputs(
      String variant, Dataset<Row> table, String formula) {
    SparkSession spark = LocalSpark.spark();
    try (var scopes = new Scopes(spark)) {
      Outcome<SummarizeResult> outcome =
          JOB.run(new Inputs(Map.of("table", table)), options(formula, false), variant, scopes);
      assertThat(outcome.result().apply(new Observed(Map.of())).rows()).isEqualTo(table.count());
      return new LinkedHashMap<>(outcome.outputs());
    }
  }
}
