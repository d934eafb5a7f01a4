package dev.p3.patterns.leverage;

import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What is summarized: sent to every task as a scope.
 *
 * @param columns all columns of the table, in its order
 * @param numeric where the numeric ones are among them
 * @param design the regression, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxes cost
public record Layout(List<TableColumn> columns, int[] numeric, Optional<Design> design) {

  /**
   * A column of the table.
   *
   * @param type its SQL type
   * @param field where it is in {@link #projected}; the hash of a text follows it
   */
  public record TableColumn(String name, String type, ColumnKind kind, int field) {}

  /**
   * The columns of a regression, by their places among the numeric ones.
   *
   * @param terms of each term; -1 is the intercept
   * @param powers of each term
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxes cost
  public record Design(int[] terms, int[] powers, int outcome) {
    private static final double[] DROPPED = {};

    /** Terms and outcome. */
    int width() {
      return terms.length + 1;
    }

    /**
     * The values of the terms and the outcome in a row; empty when one is missing or not finite.
     *
     * @param numbers the row's numeric columns, NaN for null
     */
    double[] values(double[] numbers) {
      double[] values = new double[width()];
      for (int i = 0; i < terms.length; i++) {
        if (terms[i] >= 0 && !Double.isFinite(numbers[terms[i]])) {
          return DROPPED;
        }
        values[i] = terms[i] < 0 ? 1 : Math.pow(numbers[terms[i]], powers[i]);
      }
      values[terms.length] = numbers[outcome];
      return Double.isFinite(numbers[outcome]) ? values : DROPPED;
    }
  }

  /** A pair of numeric columns, by their places among the numeric ones. */
  record Pair(int left, int right) {}

  /** The layout of a table and of the regression, if there is one. */
  static Layout of(Dataset<Row> table, Optional<Formula> formula) {
    Layout layout =
        of(
            Arrays.stream(table.schema().fields())
                .map(
                    field ->
                        new TableColumn(
                            field.name(),
                            field.dataType().sql(),
                            ColumnKind.of(field.dataType()),
                            0))
                .toList());
    return formula
        .map(model -> Regressions.design(model, table, layout))
        .map(design -> new Layout(layout.columns, layout.numeric, Optional.of(design)))
        .orElse(layout);
  }

  private static Layout of(List<TableColumn> columns) {
    var placed = new ArrayList<TableColumn>();
    int field = 0;
    for (TableColumn column : columns) {
      placed.add(new TableColumn(column.name(), column.type(), column.kind(), field));
      field += column.kind() == ColumnKind.TEXT ? 2 : 1;
    }
    int[] numeric =
        IntStream.range(0, placed.size()).filter(i -> placed.get(i).kind().isNumeric()).toArray();
    return new Layout(List.copyOf(placed), numeric, Optional.empty());
  }

  /** The table's columns in the form that {@link ColumnKind#key} takes. */
  Dataset<Row> projected(Dataset<Row> table) {
    var projected = new ArrayList<Column>();
    for (TableColumn column : columns) {
      projected.add(column.kind().projected(column.name()).as("c" + projected.size()));
      if (column.kind() == ColumnKind.TEXT) {
        Column text = Columns.named(column.name());
        projected.add(functions.xxhash64(text).as("c" + projected.size()));
      }
    }
    return table.select(projected.toArray(Column[]::new));
  }

  /** Every pair of numeric columns once, the earlier one left. */
  List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (int left = 0; left < numeric.length; left++) {
      for (int right = left + 1; right < numeric.length; right++) {
        pairs.add(new Pair(left, right));
      }
    }
    return pairs;
  }

  int pairCount() {
    return numeric.length * (numeric.length - 1) / 2;
  }

  /** One column alone, without a regression. */
  Layout only(int column) {
    return of(List.of(columns.get(column)));
  }

  /** The numeric columns alone, without a regression. */
  Layout numericOnly() {
    return of(Arrays.stream(numeric).mapToObj(columns::get).toList());
  }

  TableColumn numericColumn(int place) {
    return columns.get(numeric[place]);
  }
}
