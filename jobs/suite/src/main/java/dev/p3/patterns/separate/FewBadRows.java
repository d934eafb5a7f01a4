package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.AccumulatorV2;

/**
 * Keeps the bad rows that pass by while the good ones are written, as long as they are few, so that
 * the input need not be read again for them.
 *
 * <p>Spark adds what a task has kept once for each partition that is written, however often it was
 * tried. Whatever else evaluates the good rows adds its own, too, so the rows only count when they
 * are as many as are missing.
 *
 * <p>Memory: about {@value #MOST_BYTES} bytes on the driver; in each task its share of four times
 * that, which bounds what all tasks send.
 */
final class FewBadRows extends AccumulatorV2<Row, List<Row>> {
  private static final long serialVersionUID = 1L;

  private static final int MOST_BYTES = 1 << 24;
  private static final int BYTES_OF_A_ROW = 200;
  private static final int SHARES = 4;

  private final ArrayList<Row> rows = new ArrayList<>();
  private long bytes;
  private boolean areTooMany;

  /** A new one, which Spark knows. */
  static FewBadRows of(SparkSession spark) {
    var few = new FewBadRows();
    spark.sparkContext().register(few);
    return few;
  }

  /** An expression that keeps a row, given as a struct; it is never true. */
  Column add(Column row) {
    UDF1<Row, Boolean> keep =
        bad -> {
          add(bad);
          return false;
        };
    return udf(keep, DataTypes.BooleanType).asNondeterministic().apply(row);
  }

  /**
   * All bad rows, by source and line, once the good ones are written.
   *
   * @param count how many there are; empty when nobody knows
   * @return empty when they are not all here
   */
  Optional<List<Row>> all(OptionalLong count) {
    if (areTooMany || count.isEmpty() || count.getAsLong() != rows.size()) {
      return Optional.empty();
    }
    var sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.comparing((Row row) -> row.getString(0))
            .thenComparing(
                (Row row) -> row.<Long>getAs(1), Comparator.nullsFirst(Comparator.naturalOrder())));
    return Optional.of(sorted);
  }

  @Override
  public void add(Row row) {
    // A row that Spark hands to a function brings its schema along.
    Object[] values = new Object[row.size()];
    long bytesOfRow = BYTES_OF_A_ROW;
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
      bytesOfRow += values[i] instanceof String text ? text.length() : 0;
    }
    TaskContext task = TaskContext.get(); // null where Spark's optimizer evaluates a local table
    int shares = task == null ? SHARES : Math.max(SHARES, task.numPartitions());
    keep(List.of(RowFactory.create(values)), bytesOfRow, (long) MOST_BYTES * SHARES / shares);
  }

  @Override
  public void merge(AccumulatorV2<Row, List<Row>> other) {
    FewBadRows others = (FewBadRows) other;
    areTooMany |= others.areTooMany;
    keep(others.rows, others.bytes, MOST_BYTES);
  }

  private void keep(List<Row> more, long bytesOfMore, long most) {
    bytes += bytesOfMore;
    areTooMany |= bytes > most;
    if (areTooMany) {
      rows.clear();
      bytes = 0;
    } else {
      rows.addAll(more);
    }
  }

  @Override
  public boolean isZero() {
    return rows.isEmpty() && !areTooMany;
  }

  @Override
  public FewBadRows copy() {
    var copy = new FewBadRows();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    rows.clear();
    bytes = 0;
    areTooMany = false;
  }

  @Override
  public List<Row> value() {
    return rows;
  }
}
