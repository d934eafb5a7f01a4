package dev.p3.patterns.transport;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.p3.fault.Faults;
import dev.p3.patterns.transport.KMeansResult.Rejected;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * A table whose rows are points.
 *
 * @param rows the table
 * @param columns the names of its columns of coordinates, each once
 */
record PointTable(Dataset<Row> rows, List<String> columns) {
  static final String INPUT = "points";

  /**
   * Finds the columns.
   *
   * @param faults what is wrong so far
   * @throws dev.p3.fault.BadUsageException naming every column that is not there, is named twice,
   *     holds no numbers, or is called as one that is added
   */
  static PointTable of(Dataset<Row> table, ColumnNames wanted, Faults faults) {
    Dataset<Row> rows = Columns.orEmpty(table, wanted.names());
    var columns = new LinkedHashSet<String>();
    for (String name : wanted.names()) {
      Columns.find(name, rows, INPUT, faults)
          .ifPresent(
              column -> {
                if (!columns.add(column)) {
                  faults.add("Invalid --columns: '%s' is named twice", column);
                } else if (!holdsNumbers(rows, column)) {
                  faults.add(notNumbers(rows, column));
                }
              });
    }
    for (String added : List.of(KMeans.CLUSTER, KMeans.DISTANCE, KMeans.REASON)) {
      Stream.of(rows.columns())
          .filter(added::equalsIgnoreCase)
          .forEach(column -> faults.add(clash(column)));
    }
    columns.stream()
        .filter(KMeans.SIZE::equalsIgnoreCase)
        .forEach(column -> faults.add(clash(column)));
    faults.throwIfAny();
    return new PointTable(rows, List.copyOf(columns));
  }

  private static String clash(String column) {
    return String.format(
        Locale.ROOT,
        "Cannot add column '%s': input '%s' has a column of this name already; rename it there",
        column,
        INPUT);
  }

  private static String notNumbers(Dataset<Row> rows, String column) {
    return String.format(
        Locale.ROOT,
        "Cannot cluster by column '%s' of input '%s': its type is %s (must be numbers; a CSV column"
            + " with any other text in it is STRING)",
        column,
        INPUT,
        rows.schema().apply(column).dataType().sql());
  }

  /** Without a value, a CSV file's column is text whatever it holds elsewhere. */
  private static boolean holdsNumbers(Dataset<Row> rows, String column) {
    DataType type = rows.schema().apply(column).dataType();
    return type instanceof NumericType
        || type instanceof NullType
        || (type instanceof StringType && rows.where(Columns.named(column).isNotNull()).isEmpty());
  }

  /** The coordinates as DOUBLE, in order. */
  Column[] coordinates() {
    return columns.stream().map(PointTable::coordinate).toArray(Column[]::new);
  }

  private static Column coordinate(String column) {
    return Columns.named(column).cast("double");
  }

  /** Why a row is no point; null when it is one. The first column that is at fault decides. */
  Column reason() {
    return coalesce(
        reasons().stream()
            .map(reason -> when(reason.isSo(), reason.text()))
            .toArray(Column[]::new));
  }

  private record Reason(String text, Column isSo) {}

  private List<Reason> reasons() {
    var reasons = new ArrayList<Reason>();
    for (String column : columns) {
      Column value = coordinate(column);
      reasons.add(new Reason(column + " is null", value.isNull()));
      reasons.add(new Reason(column + " is NaN", isnan(value)));
      reasons.add(
          new Reason(
              column + " is infinite",
              value.isin(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
    }
    return reasons;
  }

  /** The rows that are points, as coordinates alone. */
  Dataset<Row> points() {
    return rows.where(reason().isNull()).select(coordinates());
  }

  /** The rows that are no points, and why. */
  Dataset<Row> rejected() {
    return rows.withColumn(KMeans.REASON, reason()).where(Columns.named(KMeans.REASON).isNotNull());
  }

  /**
   * Looks at all rows.
   *
   * <p>Cost: one pass.
   */
  Bounds bounds() {
    String why = "__p3_reason";
    List<Reason> reasons = reasons();
    var figures = new ArrayList<Column>();
    for (Reason reason : reasons) {
      figures.add(sum(when(Columns.named(why).equalTo(reason.text()), 1L).otherwise(0L)));
    }
    for (String column : columns) {
      Column valid = when(Columns.named(why).isNull(), coordinate(column));
      figures.add(min(valid));
      figures.add(max(valid));
    }
    Row row =
        rows.withColumn(why, reason()).agg(count(lit(1)), figures.toArray(Column[]::new)).first();
    long all = row.getLong(0);
    var rejected = new ArrayList<Rejected>();
    for (int i = 0; i < reasons.size(); i++) {
      long count = all == 0 ? 0 : row.getLong(1 + i);
      if (count > 0) {
        rejected.add(new Rejected(reasons.get(i).text(), count));
      }
    }
    long points = all - rejected.stream().mapToLong(Rejected::rows).sum();
    var least = new double[columns.size()];
    var greatest = new double[columns.size()];
    for (int j = 0; j < columns.size() && points > 0; j++) {
      least[j] = row.getDouble(1 + reasons.size() + 2 * j);
      greatest[j] = row.getDouble(2 + reasons.size() + 2 * j);
    }
    return new Bounds(columns, all, points, rejected, least, greatest);
  }
}
