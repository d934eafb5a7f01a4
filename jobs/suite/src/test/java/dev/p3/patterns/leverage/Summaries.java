package dev.p3.patterns.leverage;

import static dev.p3.patterns.Tables.table;

import dev.p3.LocalSpark;
import dev.p3.scope.Scopes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Runs {@code summarize} on rows. */
final class Summaries {
  private Summaries() {}

  static SummarizeOptions options(String formula, boolean exact) {
    return new SummarizeOptions(Optional.ofNullable(formula).map(Formula::parse), exact, List.of());
  }

  static Summary summary(Dataset<Row> rows) {
    return summary(rows, null, false);
  }

  static Summary summary(Dataset<Row> rows, String formula, boolean exact) {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      return Summarize.summary(rows, options(formula, exact), scopes);
    }
  }

  static Fit fit(Dataset<Row> rows, String formula) {
    return summary(rows, formula, false).fit().orElseThrow();
  }

  static ColumnFigures column(Summary summary, String name) {
    for (int i = 0; i < summary.columns().size(); i++) {
      if (summary.plan().columns().get(i).name().equals(name)) {
        return summary.columns().get(i);
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** A table of numbers. */
  static Dataset<Row> numbers(String columns, List<double[]> rows) {
    return table(
        columns,
        rows.stream()
            .map(row -> RowFactory.create(Arrays.stream(row).boxed().toArray()))
            .toArray(Row[]::new));
  }

  /** How many digits agree: the negative logarithm of the relative error, at most 15. */
  static double digits(double actual, double certified) {
    double error = Math.abs(actual - certified);
    double relative = certified == 0 ? error : error / Math.abs(certified);
    return relative == 0 ? 15 : Math.min(15, -Math.log10(relative));
  }
}
