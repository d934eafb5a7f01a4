package dev.p3.patterns.evolve;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The rows of a partition, each with its neighbours as one more column; null where the point was
 * rejected. Holds one batch of rows.
 */
final class BatchedRows implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final PointBatch batch;
  private final Queue<Row> waiting = new ArrayDeque<>();
  private int searched;

  BatchedRows(Iterator<Row> rows, PointBatch batch) {
    this.rows = rows;
    this.batch = batch;
  }

  @Override
  public boolean hasNext() {
    return !waiting.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (waiting.isEmpty()) {
      fill();
    }
    Row row = waiting.remove();
    return with(row, Located.isRejected(row) ? null : Neighbour.rows(batch.drain(searched++)));
  }

  private void fill() {
    while (rows.hasNext() && !batch.isFull()) {
      Row row = rows.next();
      waiting.add(row);
      if (!Located.isRejected(row)) {
        batch.add(Located.latitude(row), Located.longitude(row));
      }
    }
    batch.search();
    searched = 0;
  }

  private static Row with(Row row, Object added) {
    var values = new Object[row.length() + 1];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    values[row.length()] = added;
    return RowFactory.create(values);
  }
}
