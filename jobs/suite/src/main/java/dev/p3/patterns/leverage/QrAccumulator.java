package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.Layout.Design;
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
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxes cost
  public record Packed(double[] factor, long rows, long dropped) {}

  void add(NumericBlock block) {
    double[][] stacked = Arrays.copyOf(factor, width + block.rows());
    int size = width;
    double[] numbers = new double[block.columns()];
    for (int row = 0; row < block.rows(); row++) {
      block.copyRow(row, numbers);
      double[] values = design.values(numbers);
      if (values.length == 0) {
        dropped++;
      } else {
        rows++;
        stacked[size++] = values;
      }
    }
    if (size > width) {
      reduce(Arrays.copyOf(stacked, size));
    }
  }

  void add(Packed other) {
    rows += other.rows();
    dropped += other.dropped();
    double[][] stacked = Arrays.copyOf(factor, 2 * width);
    for (int i = 0; i < width; i++) {
      stacked[width + i] = Arrays.copyOfRange(other.factor(), i * width, (i + 1) * width);
    }
    reduce(stacked);
  }

  Packed packed() {
    double[] flat = new double[width * width];
    for (int i = 0; i < width; i++) {
      System.arraycopy(factor[i], 0, flat, i * width, width);
    }
    return new Packed(flat, rows, dropped);
  }

  private void reduce(double[][] stacked) {
    double[][] triangle =
        new QRDecomposition(new Array2DRowRealMatrix(stacked, false)).getR().getData();
    factor = Arrays.copyOf(triangle, width);
  }
}
