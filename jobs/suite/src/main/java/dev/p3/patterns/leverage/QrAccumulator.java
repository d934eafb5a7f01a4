package dev.p3.patterns.leverage;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * Gathers a regression as the triangular factor R of the rows [terms, outcome]: each block of rows
 * is put below the factor so far and factored again by Householder reflections (a tall and skinny
 * QR). The normal equations, which would square the condition number, are never formed. Not
 * thread-safe.
 *
 * @see <a href="https://doi.org/10.1137/080731992">Demmel, Grigori, Hoemmen, Langou:
 *     Communication-optimal parallel and sequential QR and LU factorizations</a>
 */
final class QrAccumulator {
  private final Design design;
  private final int width;
  private double[][] factor;

  /** What is taken away from the values; null before the first row. */
  private Key[] pivots;

  private long rows;
  private long dropped;

  QrAccumulator(Design design) {
    this.design = design;
    this.width = design.width();
    this.factor = new double[width][width];
  }

  /**
   * A regression as it travels between tasks.
   *
   * @param factor R, row by row
   * @param rows rows used
   * @param dropped rows left out, for a value that is null, not a number or infinite
   * @param pivots what was taken away from the values; empty when there are no rows
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
  public record Packed(double[] factor, long rows, long dropped, Key[] pivots) {}

  void add(NumericBlock block) {
    double[][] stacked = Arrays.copyOf(factor, width + block.rows());
    int size = width;
    for (int row = 0; row < block.rows(); row++) {
      Key[] keys = design.keys(block, row);
      if (!design.isUsable(keys)) {
        dropped++;
        continue;
      }
      pivots = pivots == null ? keys : pivots;
      rows++;
      stacked[size++] = design.values(keys, pivots);
    }
    if (size > width) {
      reduce(Arrays.copyOf(stacked, size));
    }
  }

  void add(Packed other) {
    dropped += other.dropped();
    if (other.rows() == 0) {
      return;
    }
    rows += other.rows();
    pivots = pivots == null ? other.pivots() : pivots;
    double[] gaps = design.gaps(pivots, other.pivots());
    double[][] stacked = Arrays.copyOf(factor, 2 * width);
    for (int i = 0; i < width; i++) {
      stacked[width + i] = Arrays.copyOfRange(other.factor(), i * width, (i + 1) * width);
    }
    // Where there are pivots, the first column is the intercept's, which R has in the first row.
    for (int i = 0; i < width; i++) {
      stacked[width][i] += gaps[i] * stacked[width][0];
    }
    reduce(stacked);
  }

  Packed packed() {
    double[] flat = new double[width * width];
    for (int i = 0; i < width; i++) {
      System.arraycopy(factor[i], 0, flat, i * width, width);
    }
    return new Packed(flat, rows, dropped, pivots == null ? new Key[0] : pivots);
  }

  private void reduce(double[][] stacked) {
    double[][] triangle =
        new QRDecomposition(new Array2DRowRealMatrix(stacked, false)).getR().getData();
    factor = Arrays.copyOf(triangle, width);
  }
}
