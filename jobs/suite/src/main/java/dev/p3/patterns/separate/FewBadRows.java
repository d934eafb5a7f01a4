package dev.p3.patterns.separate;

import dev.p3.record.ConnectSession;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
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
  private long badRows;
  private long bytes;
  private boolean areTooMany;

  /** A new one, which Spark knows. */
  static FewBadRows of(SparkSession spark) {
    var few = new FewBadRows();
    ConnectSession.context(spark, "keep bad rows in an accumulator").register(few);
    return few;
  }

  /**
   * All rows of the output bad, by source and line, once the good ones are written.
   *
   * @param count how many bad rows there are; empty when it is not known
   * @return empty when they are not all here
   */
  synchronized Optional<List<Row>> all(OptionalLong count) {
    if (areTooMany || count.isEmpty() || count.getAsLong() != badRows) {
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
  public synchronized void add(Row bad) {
    var faults = new ArrayList<Row>();
    long bytesOfFaults = 0;
    for (Row fault : Rejections.told(bad)) {
      // A row that Spark hands to a function brings its schema along.
      Object[] values = new Object[fault.size()];
      bytesOfFaults += BYTES_OF_A_ROW;
      for (int i = 0; i < values.length; i++) {
        values[i] = fault.get(i);
        bytesOfFaults += values[i] instanceof String text ? text.length() : 0;
      }
      faults.add(RowFactory.create(values));
    }
    TaskContext task = TaskContext.get(); // null where Spark's optimizer evaluates a local table
    int shares = task == null ? SHARES : Math.max(SHARES, task.numPartitions());
    keep(faults, 1, bytesOfFaults, (long) MOST_BYTES * SHARES / shares);
  }

  @Override
  public synchronized void merge(AccumulatorV2<Row, List<Row>> other) {
    FewBadRows others = (FewBadRows) other;
    areTooMany |= others.areTooMany;
    keep(others.rows, others.badRows, others.bytes, MOST_BYTES);
  }

  private void keep(List<Row> faults, long more, long bytesOfMore, long most) {
    bytes += bytesOfMore;
    areTooMany |= bytes > most;
    if (areTooMany) {
      reset(true);
    } else {
      rows.addAll(faults);
      badRows += more;
    }
  }

  private void reset(boolean tooMany) {
    rows.clear();
    badRows = 0;
    bytes = 0;
    areTooMany = tooMany;
  }

  @Override
  public synchronized boolean isZero() {
    return rows.isEmpty() && !areTooMany;
  }

  @Override
  public synchronized FewBadRows copy() {
    var copy = new FewBadRows();
    copy.merge(this);
    return copy;
  }

  @Override
  public synchronized void reset() {
    reset(false);
  }

  @Override
  public synchronized List<Row> value() {
    return rows;
  }

  /** Executors report while tasks still add. */
  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
  }
}
