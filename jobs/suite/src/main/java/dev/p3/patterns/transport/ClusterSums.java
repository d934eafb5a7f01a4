package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import dev.p3.transport.Grid;
import java.util.Arrays;

/**
 * Sizes, within-SS and sums of columns of each cluster, over the rows of one block, exactly. Hence
 * a row may leave a cluster for another at any time: what is left are the sums of the others, to
 * the bit. Not thread-safe.
 */
final class ClusterSums {
  private static final int SQUARE_BINS = 3;
  private static final int BINS = 2;

  private final int k;
  private final Grid[] grids;
  private final Grid squares;
  private final double[] highs;
  private final double[] lows;
  private final double[] squareBins = new double[SQUARE_BINS];
  private final long[] sizes;

  ClusterSums(int k, Grid[] grids, Grid squares) {
    this.k = k;
    this.grids = grids;
    this.squares = squares;
    this.highs = new double[k * grids.length];
    this.lows = new double[k * grids.length];
    this.sizes = new long[k];
  }

  /** How many numbers {@link #units} gives. */
  static int size(int k, int columns) {
    return Math.addExact(k + SQUARE_BINS, Math.multiplyExact(k * BINS, columns));
  }

  /** Whether sums of both mean the same. */
  boolean isLike(ClusterSums other) {
    return k == other.k && squares.equals(other.squares) && Arrays.equals(grids, other.grids);
  }

  /** How many bytes it takes. */
  static long bytes(int k, int columns) {
    return (long) k * (Long.BYTES + (long) BINS * columns * Double.BYTES);
  }

  /**
   * Adds rows {@code from} up to {@code from + rows}, of which the first has index 0 in the arrays.
   */
  void add(ColumnBlock block, int from, int rows, int[] nearest, double[] distances) {
    int columns = grids.length;
    for (int i = 0; i < rows; i++) {
      sizes[nearest[i]]++;
    }
    addSquares(rows, distances);
    for (int j = 0; j < columns; j++) {
      double[] column = block.columns()[j];
      double highOf = grids[j].high();
      double lowOf = grids[j].low();
      for (int i = 0; i < rows; i++) {
        double value = column[from + i];
        int at = nearest[i] * columns + j;
        double high = (value + highOf) - highOf;
        highs[at] += high;
        lows[at] += ((value - high) + lowOf) - lowOf;
      }
    }
  }

  /** A row that was added to one cluster belongs to another. */
  void move(ColumnBlock block, int row, int one, int other) {
    int columns = grids.length;
    sizes[one]--;
    sizes[other]++;
    for (int j = 0; j < columns; j++) {
      double value = block.columns()[j][row];
      double high = (value + grids[j].high()) - grids[j].high();
      double low = ((value - high) + grids[j].low()) - grids[j].low();
      highs[one * columns + j] -= high;
      lows[one * columns + j] -= low;
      highs[other * columns + j] += high;
      lows[other * columns + j] += low;
    }
  }

  /** Begins the within-SS anew. */
  void forgetSquares() {
    Arrays.fill(squareBins, 0);
  }

  /** Adds to the within-SS alone. */
  void addSquares(int rows, double[] distances) {
    double highOf = squares.high();
    double lowOf = squares.low();
    double lowestOf = squares.lowest();
    double highSum = 0;
    double lowSum = 0;
    double lowestSum = 0;
    for (int i = 0; i < rows; i++) {
      double high = (distances[i] + highOf) - highOf;
      double rest = distances[i] - high;
      double low = (rest + lowOf) - lowOf;
      highSum += high;
      lowSum += low;
      lowestSum += ((rest - low) + lowestOf) - lowestOf;
    }
    squareBins[0] += highSum;
    squareBins[1] += lowSum;
    squareBins[2] += lowestSum;
  }

  /** All sums as whole numbers, which add up. */
  long[] units() {
    var units = new long[size(k, grids.length)];
    System.arraycopy(sizes, 0, units, 0, k);
    for (int bin = 0; bin < SQUARE_BINS; bin++) {
      units[k + bin] = squares.units(squareBins[bin], bin);
    }
    for (int i = 0, at = k + SQUARE_BINS; i < highs.length; i++) {
      Grid grid = grids[i % grids.length];
      units[at++] = grid.units(highs[i], 0);
      units[at++] = grid.units(lows[i], 1);
    }
    return units;
  }

  /** What whole numbers of any number of blocks, added up, stand for. */
  Totals totals(long[] units) {
    var means = new double[k * grids.length];
    for (int i = 0, at = k + SQUARE_BINS; i < means.length; i++, at += BINS) {
      long size = units[i / grids.length];
      means[i] = grids[i % grids.length].value(units[at], units[at + 1]) / size;
    }
    return new Totals(
        Arrays.copyOf(units, k), squares.value(units[k], units[k + 1], units[k + 2]), means);
  }

  /**
   * @param means of each cluster one after the other, NaN for one without points
   */
  record Totals(long[] sizes, double withinSs, double[] means) {}
}
