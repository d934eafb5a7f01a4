package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import dev.p3.patterns.leverage.SummaryPlan.TableColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What is known of a table.
 *
 * @param plan its columns
 * @param columns the figures of each column
 * @param pairs the figures of each pair of numeric columns, in the order of {@link
 *     SummaryPlan#pairs}
 * @param estimatedRanks how many rank correlations are estimates
 * @param leftOutRanks how many rank correlations were left out
 * @param fit the regression, if one was asked for
 */
record Summary(
    SummaryPlan plan,
    List<ColumnFigures> columns,
    List<PairFigures> pairs,
    int estimatedRanks,
    int leftOutRanks,
    Optional<Fit> fit) {
  private static final StructType COLUMNS =
      StructType.fromDDL(
          "column STRING, type STRING, count BIGINT, nulls BIGINT, mean DOUBLE, stddev DOUBLE, min STRING, q25 STRING, median STRING, q75 STRING, max STRING, skewness DOUBLE, kurtosis DOUBLE, distinct BIGINT");
  private static final StructType CORRELATION =
      StructType.fromDDL(
          "left STRING, right STRING, pearson DOUBLE, spearman DOUBLE, count BIGINT");
  private static final StructType COEFFICIENTS =
      StructType.fromDDL("term STRING, estimate DOUBLE, std_error DOUBLE, t DOUBLE, p DOUBLE");
  private static final StructType REGRESSION =
      StructType.fromDDL(
          "r2 DOUBLE, adj_r2 DOUBLE, residual_sd DOUBLE, f DOUBLE, rows BIGINT, dropped BIGINT");

  /** Every output by its name. */
  Map<String, Dataset<Row>> outputs(SparkSession spark) {
    var outputs = new LinkedHashMap<String, Dataset<Row>>();
    outputs.put("columns", spark.createDataFrame(columnRows(), COLUMNS).coalesce(1));
    outputs.put("correlation", spark.createDataFrame(pairRows(), CORRELATION).coalesce(1));
    fit.ifPresent(
        fitted -> {
          outputs.put(
              "coefficients",
              spark.createDataFrame(coefficientRows(fitted), COEFFICIENTS).coalesce(1));
          outputs.put(
              "regression",
              spark.createDataFrame(List.of(regressionRow(fitted)), REGRESSION).coalesce(1));
        });
    return outputs;
  }

  SummarizeResult result() {
    long rows = columns.isEmpty() ? 0 : columns.get(0).count() + columns.get(0).nulls();
    return new SummarizeResult(rows, new Remarks(this).all());
  }

  private List<Row> columnRows() {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < columns.size(); i++) {
      TableColumn column = plan.columns().get(i);
      ColumnFigures of = columns.get(i);
      rows.add(
          RowFactory.create(
              column.name(),
              column.type(),
              of.count(),
              of.nulls(),
              of.mean(),
              of.stddev(),
              of.min(),
              of.q25(),
              of.median(),
              of.q75(),
              of.max(),
              of.skewness(),
              of.kurtosis(),
              of.distinct()));
    }
    return rows;
  }

  private List<Row> pairRows() {
    List<Pair> all = plan.pairs();
    var rows = new ArrayList<Row>();
    for (int i = 0; i < all.size(); i++) {
      PairFigures of = pairs.get(i);
      rows.add(
          RowFactory.create(
              plan.numericColumn(all.get(i).left()).name(),
              plan.numericColumn(all.get(i).right()).name(),
              of.pearson(),
              of.spearman(),
              of.count()));
    }
    return rows;
  }

  private static List<Row> coefficientRows(Fit fit) {
    return fit.coefficients().stream()
        .map(c -> RowFactory.create(c.term(), c.estimate(), c.stdError(), c.t(), c.p()))
        .toList();
  }

  private static Row regressionRow(Fit fit) {
    return RowFactory.create(
        fit.r2(), fit.adjustedR2(), fit.residualSd(), fit.f(), fit.rows(), fit.dropped());
  }
}
