package dev.p3.transport;

/**
 * Rows as primitive columns: value {@code i} of column {@code j} is {@code columns()[j][i]}. Nobody
 * writes to the arrays of a block.
 *
 * @param columns at least {@code rows} values each
 * @param rows at most {@value #MOST_ROWS}, so that sums on a {@link Grid} are exact within a block
 */
public record ColumnBlock(double[][] columns, int rows) {
  /** So many rows that a block is worth its overhead, and few enough for a processor's cache. */
  public static final int USUAL_ROWS = 1 << 14;

  /** How many values a bin of a {@link Grid} adds up exactly in a double. */
  public static final int MOST_ROWS = 1 << 20;

  public ColumnBlock {
    if (rows < 0 || rows > MOST_ROWS) {
      throw new IllegalArgumentException("Cannot make a block of " + rows + " rows");
    }
  }
}
