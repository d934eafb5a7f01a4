package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Explicit vector instructions: two vectors of rows against four centers at a time, so that a value
 * that is loaded serves eight sums and their additions overlap. The only class that needs the
 * module {@code jdk.incubator.vector}; {@link NearestCenters#fastest} makes one where it is there.
 */
final class VectorNearestCenters implements NearestCenters.ForBounds {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ForBounds REST = new LoopNearestCenters();

  @Override
  public void find(
      ColumnBlock block,
      int from,
      int rows,
      double[] centers,
      int[] nearest,
      double[] squares,
      double[] seconds) {
    double[][] columns = block.columns();
    int inVectors = rows - rows % (2 * LANES);
    var numbers = new double[inVectors];
    var sums = new double[centers.length / columns.length * 2 * LANES];
    for (int i = 0; i < inVectors; i += 2 * LANES) {
      sums(columns, from + i, centers, sums);
      least(sums, 0, i, numbers, squares, seconds);
      least(sums, LANES, i + LANES, numbers, squares, seconds);
    }
    for (int i = 0; i < inVectors; i++) {
      nearest[i] = (int) numbers[i];
    }
    if (inVectors < rows) {
      int rest = rows - inVectors;
      var restNearest = new int[rest];
      var restSquares = new double[rest];
      var restSeconds = new double[rest];
      REST.find(block, from + inVectors, rest, centers, restNearest, restSquares, restSeconds);
      System.arraycopy(restNearest, 0, nearest, inVectors, rest);
      System.arraycopy(restSquares, 0, squares, inVectors, rest);
      System.arraycopy(restSeconds, 0, seconds, inVectors, rest);
    }
  }

  @Override
  public void squares(
      ColumnBlock block, int from, int rows, double[] centers, int[] starts, double[] squares) {
    double[][] columns = block.columns();
    int i = 0;
    for (; i + 2 * LANES <= rows; i += 2 * LANES) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      DoubleVector next = sum;
      for (int j = 0; j < columns.length; j++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, columns[j], from + i);
        DoubleVector y = DoubleVector.fromArray(SPECIES, columns[j], from + i + LANES);
        sum = added(x, DoubleVector.fromArray(SPECIES, centers, j, starts, i), sum);
        next = added(y, DoubleVector.fromArray(SPECIES, centers, j, starts, i + LANES), next);
      }
      sum.intoArray(squares, i);
      next.intoArray(squares, i + LANES);
    }
    for (; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns.length; j++) {
        double difference = columns[j][from + i] - centers[starts[i] + j];
        sum = Math.fma(difference, difference, sum);
      }
      squares[i] = sum;
    }
  }

  /**
   * The squares of two vectors of rows, for each center. Apart from looking for the least: in one
   * method both are more than the compiler keeps in registers, and each vector becomes an object.
   */
  private static void sums(double[][] columns, int row, double[] centers, double[] sums) {
    int width = columns.length;
    int count = centers.length / width;
    int center = 0;
    for (int to = 0; center + 4 <= count; center += 4, to += 8 * LANES) {
      int a = center * width;
      int b = a + width;
      int c = b + width;
      int d = c + width;
      DoubleVector a0 = DoubleVector.zero(SPECIES);
      DoubleVector b0 = a0;
      DoubleVector c0 = a0;
      DoubleVector d0 = a0;
      DoubleVector a1 = a0;
      DoubleVector b1 = a0;
      DoubleVector c1 = a0;
      DoubleVector d1 = a0;
      for (int j = 0; j < width; j++) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, columns[j], row);
        DoubleVector y = DoubleVector.fromArray(SPECIES, columns[j], row + LANES);
        DoubleVector value = DoubleVector.broadcast(SPECIES, centers[a + j]);
        a0 = added(x, value, a0);
        a1 = added(y, value, a1);
        value = DoubleVector.broadcast(SPECIES, centers[b + j]);
        b0 = added(x, value, b0);
        b1 = added(y, value, b1);
        value = DoubleVector.broadcast(SPECIES, centers[c + j]);
        c0 = added(x, value, c0);
        c1 = added(y, value, c1);
        value = DoubleVector.broadcast(SPECIES, centers[d + j]);
        d0 = added(x, value, d0);
        d1 = added(y, value, d1);
      }
      a0.intoArray(sums, to);
      a1.intoArray(sums, to + LANES);
      b0.intoArray(sums, to + 2 * LANES);
      b1.intoArray(sums, to + 3 * LANES);
      c0.intoArray(sums, to + 4 * LANES);
      c1.intoArray(sums, to + 5 * LANES);
      d0.intoArray(sums, to + 6 * LANES);
      d1.intoArray(sums, to + 7 * LANES);
    }
    for (; center < count; center++) {
      one(columns, row, centers, center * width, sums, center * 2 * LANES);
      one(columns, row + LANES, centers, center * width, sums, center * 2 * LANES + LANES);
    }
  }

  private static void one(
      double[][] columns, int row, double[] centers, int at, double[] sums, int to) {
    DoubleVector sum = DoubleVector.zero(SPECIES);
    for (int j = 0; j < columns.length; j++) {
      DoubleVector value = DoubleVector.broadcast(SPECIES, centers[at + j]);
      sum = added(DoubleVector.fromArray(SPECIES, columns[j], row), value, sum);
    }
    sum.intoArray(sums, to);
  }

  /** The least of the sums of one vector of rows, whose center it is, and the least of others. */
  private static void least(
      double[] sums, int at, int to, double[] numbers, double[] squares, double[] seconds) {
    DoubleVector least = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector second = least;
    DoubleVector which = DoubleVector.zero(SPECIES);
    for (int from = at, center = 0; from < sums.length; from += 2 * LANES, center++) {
      DoubleVector sum = DoubleVector.fromArray(SPECIES, sums, from);
      which = which.blend(center, sum.compare(VectorOperators.LT, least));
      second = second.min(least.max(sum));
      least = least.min(sum);
    }
    which.intoArray(numbers, to);
    least.intoArray(squares, to);
    second.intoArray(seconds, to);
  }

  private static DoubleVector added(DoubleVector row, DoubleVector center, DoubleVector sum) {
    DoubleVector difference = row.sub(center);
    return difference.fma(difference, sum);
  }
}
