package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a user should know about a summary, as sentences. */
final class Remarks {
  private static final int MOST_NAMES = 20;

  private final Summary summary;
  private final List<String> all = new ArrayList<>();

  Remarks(Summary summary) {
    this.summary = summary;
    addColumns();
    addCorrelations();
    summary.fit().ifPresent(fit -> all.addAll(fit.warnings()));
  }

  private void addColumns() {
    add("no value but null", column -> column.count() == 0 && column.nulls() > 0);
    add(
        "one value only, so that nothing correlates with it",
        column ->
            column.count() > 1 && column.isConstant() && column.mean() != null && isFinite(column));
    add(
        "NaN or infinite values, which mean, stddev, skewness, kurtosis and correlations follow",
        column -> !isFinite(column));
    add(
        "stddev, skewness or kurtosis is beyond the range of DOUBLE",
        column -> isFinite(column) && isBeyondDouble(column));
    add(
        String.format(
            Locale.ROOT,
            "quantiles are within %.2f %% of the rows (99 %% confidence) and distinct within %.1f %% (95 %%), by sketches; --exact counts every value",
            100 * Distribution.rankError(summary.columns().size()),
            100 * Distribution.DISTINCT_ERROR),
        ColumnFigures::isEstimated);
  }

  private void addCorrelations() {
    int numeric = summary.plan().numeric().length;
    if (numeric > Correlated.MOST_UNASKED && summary.pairs().isEmpty()) {
      all.add(
          String.format(
              Locale.ROOT,
              "correlation is left out: %,d numeric columns have %,d pairs, which take about %,d s of a core for each 100,000 rows (%,d columns are correlated without being asked); name some with --correlate",
              numeric,
              Correlated.pairCount(numeric),
              Math.max(1, Correlated.pairCount(numeric) / 10_000),
              Correlated.MOST_UNASKED));
    }
    if (summary.leftOutRanks() > 0) {
      all.add(
          String.format(
              Locale.ROOT,
              "spearman is left out for %,d of %,d pairs, which have too many values to be counted in one pass (at most %,d such pairs are ranked); name fewer columns with --correlate",
              summary.leftOutRanks(),
              summary.pairs().size(),
              Correlated.MOST_RANKED));
    }
    if (summary.estimatedRanks() > 0) {
      all.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d rank correlations (spearman) are within about 0.001, by ranks of bins; --exact ranks every value",
              summary.estimatedRanks(),
              summary.pairs().size()));
    }
  }

  List<String> all() {
    return List.copyOf(all);
  }

  private void add(String remark, Predicate<ColumnFigures> applies) {
    List<String> names =
        IntStream.range(0, summary.columns().size())
            .filter(i -> applies.test(summary.columns().get(i)))
            .mapToObj(summary.plan().columns()::get)
            .map(TableColumn::name)
            .toList();
    if (!names.isEmpty()) {
      String more =
          names.size() > MOST_NAMES
              ? String.format(Locale.ROOT, " and %,d more", names.size() - MOST_NAMES)
              : "";
      all.add(
          names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
              + more
              + ": "
              + remark);
    }
  }

  private static boolean isFinite(ColumnFigures column) {
    return column.nans() + column.infinities() == 0;
  }

  private static boolean isBeyondDouble(ColumnFigures column) {
    boolean isVanished = column.stddev() != null && column.stddev() == 0 && !column.isConstant();
    return isVanished
        || isNotFinite(column.stddev())
        || isNotFinite(column.skewness())
        || isNotFinite(column.kurtosis());
  }

  private static boolean isNotFinite(Double number) {
    return number != null && !Double.isFinite(number);
  }
}
