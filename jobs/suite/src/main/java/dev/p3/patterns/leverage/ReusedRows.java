package dev.p3.patterns.leverage;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of a partition as Spark itself holds them, which are one and the same object again and
 * again. Making Java values of each row, and of the moments and texts in it, took a quarter of the
 * time of a summary. One element of an RDD, so that a scope that looks for functions that change
 * their input does not find it changed.
 */
final class ReusedRows {
  private final transient Iterator<InternalRow> rows;

  private ReusedRows(Iterator<InternalRow> rows) {
    this.rows = rows;
  }

  /** All rows of a partition as one element. */
  static Iterator<ReusedRows> all(Iterator<InternalRow> rows) {
    return List.of(new ReusedRows(rows)).iterator();
  }

  Iterator<InternalRow> iterator() {
    return rows;
  }
}
