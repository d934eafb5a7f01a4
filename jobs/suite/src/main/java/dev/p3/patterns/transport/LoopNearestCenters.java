package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import java.util.Arrays;

/**
 * Plain loops over one column at a time, which a compiler may turn into vector instructions: one
 * index, arrays of their own, explicit fused multiply-add.
 */
final class LoopNearestCenters implements NearestCenters.ForBounds {
  @Override
  public void find(
      ColumnBlock block,
      int from,
      int rows,
      double[] centers,
      int[] nearest,
      double[] squares,
      double[] seconds) {
    int columns = block.columns().length;
    Arrays.fill(squares, 0, rows, Double.POSITIVE_INFINITY);
    Arrays.fill(seconds, 0, rows, Double.POSITIVE_INFINITY);
    Arrays.fill(nearest, 0, rows, 0);
    var sums = new double[rows];
    for (int center = 0, at = 0; at < centers.length; center++, at += columns) {
      Arrays.fill(sums, 0);
      for (int j = 0; j < columns; j++) {
        add(sums, block.columns()[j], from, centers[at + j]);
      }
      for (int i = 0; i < rows; i++) {
        if (sums[i] < squares[i]) {
          seconds[i] = squares[i];
          squares[i] = sums[i];
          nearest[i] = center;
        } else if (sums[i] < seconds[i]) {
          seconds[i] = sums[i];
        }
      }
    }
  }

  @Override
  public void squares(
      ColumnBlock block, int from, int rows, double[] centers, int[] starts, double[] squares) {
    Arrays.fill(squares, 0, rows, 0);
    for (int j = 0; j < block.columns().length; j++) {
      double[] column = block.columns()[j];
      for (int i = 0; i < rows; i++) {
        double difference = column[from + i] - centers[starts[i] + j];
        squares[i] = Math.fma(difference, difference, squares[i]);
      }
    }
  }

  private static void add(double[] sums, double[] column, int from, double center) {
    for (int i = 0; i < sums.length; i++) {
      double difference = column[from + i] - center;
      sums[i] = Math.fma(difference, difference, sums[i]);
    }
  }

  /** The square of the distance between a point and a center, as everywhere. */
  static double square(double[] point, double[] centers, int at) {
    double sum = 0;
    for (int j = 0; j < point.length; j++) {
      double difference = point[j] - centers[at + j];
      sum = Math.fma(difference, difference, sum);
    }
    return sum;
  }
}
