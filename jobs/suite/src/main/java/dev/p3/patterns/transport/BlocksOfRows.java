package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Rows of DOUBLE columns as blocks of primitive columns. */
final class BlocksOfRows implements Iterator<ColumnBlock> {
  private static final int FIRST_ROWS = 256;

  private final Iterator<Row> rows;
  private final int width;

  BlocksOfRows(Iterator<Row> rows, int width) {
    this.rows = rows;
    this.width = width;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public ColumnBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var columns = new double[width][FIRST_ROWS];
    int size = 0;
    for (; size < ColumnBlock.USUAL_ROWS && rows.hasNext(); size++) {
      Row row = rows.next();
      if (size == columns[0].length) {
        resize(columns, 2 * size);
      }
      for (int j = 0; j < width; j++) {
        columns[j][size] = row.getDouble(j);
      }
    }
    resize(columns, size);
    return new ColumnBlock(columns, size);
  }

  private static void resize(double[][] columns, int size) {
    for (int j = 0; j < columns.length; j++) {
      columns[j] = columns[j].length == size ? columns[j] : Arrays.copyOf(columns[j], size);
    }
  }
}
