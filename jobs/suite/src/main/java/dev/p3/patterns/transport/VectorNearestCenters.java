package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Explicit vector instructions: two vectors of rows against four centers at a time, so that a value
 * that is loaded serves eight sums and their additions overlap. The only class that needs the
 * module {@code jdk.incubator.vector}; {@link NearestCenters#fastest} makes one where it is there.
 */
final class VectorNearestCenters implements NearestCenters {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final NearestCenters REST = new LoopNearestCenters();

  @Override
  public void find(
      ColumnBlock block, int from, int rows, double[] centers, int[] nearest, double[] squares) {
    int inVectors = rows - rows % (2 * LANES);
    var numbers = new double[inVectors];
    for (int i = 0; i < inVectors; i += 2 * LANES) {
      twoVectors(block.columns(), from + i, centers, i, numbers, squares);
    }
    for (int i = 0; i < inVectors; i++) {
      nearest[i] = (int) numbers[i];
    }
    if (inVectors < rows) {
      int rest = rows - inVectors;
      var restNearest = new int[rest];
      var restSquares = new double[rest];
      REST.find(block, from + inVectors, rest, centers, restNearest, restSquares);
      System.arraycopy(restNearest, 0, nearest, inVectors, rest);
      System.arraycopy(restSquares, 0, squares, inVectors, rest);
    }
  }

  private static void twoVectors(
      double[][] columns, int row, double[] centers, int to, double[] numbers, double[] squares) {
    int width = columns.length;
    int count = centers.length / width;
    DoubleVector least = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector nextLeast = least;
    DoubleVector which = DoubleVector.zero(SPECIES);
    DoubleVector nextWhich = which;
    int center = 0;
    for (; center + 4 <= count; center += 4) {
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
      which = which.blend(center, isLess(a0, least));
      least = least.min(a0);
      which = which.blend(center + 1, isLess(b0, least));
      least = least.min(b0);
      which = which.blend(center + 2, isLess(c0, least));
      least = least.min(c0);
      which = which.blend(center + 3, isLess(d0, least));
      least = least.min(d0);
      nextWhich = nextWhich.blend(center, isLess(a1, nextLeast));
      nextLeast = nextLeast.min(a1);
      nextWhich = nextWhich.blend(center + 1, isLess(b1, nextLeast));
      nextLeast = nextLeast.min(b1);
      nextWhich = nextWhich.blend(center + 2, isLess(c1, nextLeast));
      nextLeast = nextLeast.min(c1);
      nextWhich = nextWhich.blend(center + 3, isLess(d1, nextLeast));
      nextLeast = nextLeast.min(d1);
    }
    for (; center < count; center++) {
      DoubleVector a0 = DoubleVector.zero(SPECIES);
      DoubleVector a1 = a0;
      for (int j = 0; j < width; j++) {
        DoubleVector value = DoubleVector.broadcast(SPECIES, centers[center * width + j]);
        a0 = added(DoubleVector.fromArray(SPECIES, columns[j], row), value, a0);
        a1 = added(DoubleVector.fromArray(SPECIES, columns[j], row + LANES), value, a1);
      }
      which = which.blend(center, isLess(a0, least));
      least = least.min(a0);
      nextWhich = nextWhich.blend(center, isLess(a1, nextLeast));
      nextLeast = nextLeast.min(a1);
    }
    which.intoArray(numbers, to);
    nextWhich.intoArray(numbers, to + LANES);
    least.intoArray(squares, to);
    nextLeast.intoArray(squares, to + LANES);
  }

  private static DoubleVector added(DoubleVector row, DoubleVector center, DoubleVector sum) {
    DoubleVector difference = row.sub(center);
    return difference.fma(difference, sum);
  }

  private static VectorMask<Double> isLess(DoubleVector square, DoubleVector least) {
    return square.compare(VectorOperators.LT, least);
  }
}
