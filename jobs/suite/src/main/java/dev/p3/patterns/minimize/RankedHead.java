package dev.p3.patterns.minimize;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The first k rows, each with its rank as last column. */
final class RankedHead implements Iterator<Row> {
  private final Iterator<Row> sorted;
  private final int k;
  private int rank;

  RankedHead(Iterator<Row> sorted, int k) {
    this.sorted = sorted;
    this.k = k;
  }

  @Override
  public boolean hasNext() {
    return rank < k && sorted.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = sorted.next();
    Object[] values = new Object[row.length() + 1];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    values[row.length()] = ++rank;
    return RowFactory.create(values);
  }
}
