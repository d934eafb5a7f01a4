package dev.p3.patterns.leverage;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
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
 * @param pairs of numeric columns to correlate
 * @param design the regression, if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
public record SummaryPlan(
    List<TableColumn> columns, int[] numeric, List<Pair> pairs, Optional<Design> design) {

  /**
   * A column of the table.
   *
   * @param type its SQL type
   * @param values what its values are
   * @param field where it is in {@link #projected}; the hash of a text follows it
   */
  public record TableColumn(String name, String type, ValueType values, int field) {
    ColumnKind kind() {
      return values.kind();
    }
  }

  /** A pair of numeric columns, by their indexes among the numeric ones. */
  public record Pair(int left, int right) {}

  /**
   * The plan of a table, with the pairs and the regression that the options ask for.
   *
   * @throws BadUsageException naming every column of the options that does not fit
   */
  static SummaryPlan of(Dataset<Row> table, SummarizeOptions options) {
    SummaryPlan plan =
        of(
            Arrays.stream(table.schema().fields())
                .map(
                    field ->
                        new TableColumn(
                            field.name(),
                            field.dataType().sql(),
                            ValueType.of(field.dataType()),
                            0))
                .toList());
    var faults = new Faults();
    Optional<Design> design =
        options.regress().flatMap(model -> Regressions.design(model, table, plan, faults));
    List<Pair> pairs = Correlated.pairs(options.correlate(), table, plan, faults);
    faults.throwIfAny();
    return new SummaryPlan(plan.columns, plan.numeric, pairs, design);
  }

  private static SummaryPlan of(List<TableColumn> columns) {
    var placed = new ArrayList<TableColumn>();
    int field = 0;
    for (TableColumn column : columns) {
      placed.add(new TableColumn(column.name(), column.type(), column.values(), field));
      field += column.kind() == ColumnKind.TEXT ? 2 : 1;
    }
    int[] numeric =
        IntStream.range(0, placed.size()).filter(i -> placed.get(i).kind().isNumeric()).toArray();
    return new SummaryPlan(List.copyOf(placed), numeric, List.of(), Optional.empty());
  }

  /** The table's columns in the form that {@link ColumnKind#key} takes. */
  Dataset<Row> projected(Dataset<Row> table) {
    return projected(table, ColumnKind::projected);
  }

  /** As {@link #projected}, in the form of {@link ColumnKind#internal}. */
  Dataset<Row> internal(Dataset<Row> table) {
    return projected(table, ColumnKind::internal);
  }

  private Dataset<Row> projected(Dataset<Row> table, BiFunction<ColumnKind, String, Column> form) {
    var projected = new ArrayList<Column>();
    for (TableColumn column : columns) {
      projected.add(form.apply(column.kind(), column.name()).as("c" + projected.size()));
      if (column.kind() == ColumnKind.TEXT) {
        Column text = Columns.named(column.name());
        projected.add(functions.xxhash64(text).as("c" + projected.size()));
      }
    }
    return table.select(projected.toArray(Column[]::new));
  }

  /** The same with some of the pairs. */
  SummaryPlan with(List<Pair> some) {
    return new SummaryPlan(columns, numeric, some, design);
  }

  /** Whether a side of a pair has keys of 128 bits. */
  boolean isWide(Pair pair) {
    return numericColumn(pair.left()).values().isWide()
        || numericColumn(pair.right()).values().isWide();
  }

  /** An empty block of the numeric columns. */
  NumericBlock block() {
    return new NumericBlock(IntStream.of(numeric).mapToObj(i -> columns.get(i).values()).toList());
  }

  /** Some columns alone, without pairs and regression. */
  SummaryPlan only(int... some) {
    return of(IntStream.of(some).mapToObj(columns::get).toList());
  }

  /** The numeric columns alone, without pairs and regression. */
  SummaryPlan numericOnly() {
    return only(numeric);
  }

  TableColumn numericColumn(int index) {
    return columns.get(numeric[index]);
  }
}
