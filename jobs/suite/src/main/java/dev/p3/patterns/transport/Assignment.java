package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import java.util.Arrays;

/**
 * The clusters of the rows of one block, kept from round to round with a bound for each row, so
 * that most rows need the distance to their own center only: G. Hamerly, "Making k-means even
 * faster" (SIAM International Conference on Data Mining, 2010). A row's bound is the distance to
 * the second nearest center when all were last compared, less what other centers may have moved
 * since. While it is greater than the distance to the row's own center, which is taken anew in each
 * round, no other center can have come nearer.
 *
 * <p>It remembers the centers that it belongs to, and looks how far those of the next round are
 * from them. So any centers may follow, the same ones too: they decide how many distances are
 * spared, not what comes out, which is equal to the bit to comparing each row with each center.
 *
 * <p>Bounds hold for distances as computed. Be u = 2⁻⁵³ and n the number of columns: the square of
 * a distance D, whose differences are rounded once and each fused addition once, is between {@code
 * D²(1-u)^(n+2)} and {@code D²(1+u)^(n+2)}, but for underflow, which takes or adds less than n
 * 2⁻¹⁰⁷⁴. The {@link #slack} 2(n+8)u is more than twice that:
 *
 * <ul>
 *   <li>A center's move is taken as so much more than computed, and 2⁻⁵⁰⁰ for underflow; sums of
 *       moves are rounded up. So they are at least the true ones.
 *   <li>A bound and the sum of moves it begins with are taken as so much less than computed. That
 *       leaves (n+6)u of both for rounding their sum, and then its difference with a later sum of
 *       moves, which has at most u of it each. So a bound is at most the true distance.
 *   <li>Its square is taken as so much less, and bounds below 2⁻⁴⁰⁰, whose squares underflow could
 *       change, decide nothing. So when the rest is greater than a row's square, what would be
 *       computed for any other center is greater too. A tie is never decided by a bound.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class Assignment {
  private static final int BATCH = 256;
  private static final double LEAST_BOUND = 0x1p-400;
  private static final double UNDERFLOW = 0x1p-500;

  private final NearestCenters.ForBounds nearestCenters;
  private final ClusterSums sums;
  private final int[] nearest;

  /** For each row its bound, and what the centers other than its own had moved in all. */
  private final double[] bounds;

  /** For each cluster what the centers of others may have moved in all. */
  private final double[] moved;

  private final long bytes;
  private double[] centers;

  /** Compares each row with each center. */
  Assignment(
      ColumnBlock block,
      double[] centers,
      ClusterSums sums,
      NearestCenters.ForBounds nearestCenters) {
    this.nearestCenters = nearestCenters;
    this.sums = sums;
    this.nearest = new int[block.rows()];
    this.bounds = new double[block.rows()];
    this.moved = new double[centers.length / block.columns().length];
    this.bytes = bytes(block, moved.length);
    this.centers = centers;
    var found = new int[BATCH];
    var squares = new double[BATCH];
    var seconds = new double[BATCH];
    for (int from = 0; from < block.rows(); from += BATCH) {
      int rows = Math.min(BATCH, block.rows() - from);
      nearestCenters.find(block, from, rows, centers, found, squares, seconds);
      sums.add(block, from, rows, found, squares);
      System.arraycopy(found, 0, nearest, from, rows);
      for (int i = 0; i < rows; i++) {
        bounds[from + i] = bound(seconds[i], 0, block.columns().length);
      }
    }
  }

  /** How many bytes one takes, without the centers, which blocks share. */
  static long bytes(ColumnBlock block, int k) {
    return (long) block.rows() * (Integer.BYTES + Double.BYTES)
        + (long) k * Double.BYTES
        + ClusterSums.bytes(k, block.columns().length);
  }

  /** How many bytes it takes. */
  long bytes() {
    return bytes;
  }

  /** Whether it can be the one before that of these sums. */
  boolean precedes(ClusterSums others) {
    return sums.isLike(others);
  }

  /** The sums of the rows. */
  long[] units() {
    return sums.units();
  }

  private static double slack(int columns) {
    return (columns + 8) * 0x1p-52;
  }

  private static double bound(double second, double moved, int columns) {
    double less = 1 - slack(columns);
    return (Math.sqrt(second) * less + moved) * less;
  }

  /**
   * Assigns the rows to other centers.
   *
   * @param block always the same
   */
  void follow(ColumnBlock block, double[] next) {
    int columns = block.columns().length;
    addMoves(next, columns);
    centers = next;
    sums.forgetSquares();
    var starts = new int[BATCH];
    var squares = new double[BATCH];
    var open = new OpenRows(block);
    for (int from = 0; from < block.rows(); from += BATCH) {
      int rows = Math.min(BATCH, block.rows() - from);
      for (int i = 0; i < rows; i++) {
        starts[i] = nearest[from + i] * columns;
      }
      nearestCenters.squares(block, from, rows, centers, starts, squares);
      open.addUnlessDecided(from, rows, squares);
      sums.addSquares(rows, squares);
    }
    open.compare();
  }

  private void addMoves(double[] next, int columns) {
    double most = 0;
    double second = 0;
    int farthest = 0;
    for (int c = 0; c < moved.length; c++) {
      double[] center = Arrays.copyOfRange(centers, c * columns, (c + 1) * columns);
      double square = LoopNearestCenters.square(center, next, c * columns);
      double move = Math.sqrt(square) * (1 + slack(columns)) + UNDERFLOW;
      if (move > most) {
        second = most;
        most = move;
        farthest = c;
      } else {
        second = Math.max(second, move);
      }
    }
    for (int c = 0; c < moved.length; c++) {
      moved[c] = Math.nextUp(moved[c] + (c == farthest ? second : most));
    }
  }

  /** Rows that no bound has decided: they are put side by side, and compared with each center. */
  private final class OpenRows {
    private final ColumnBlock block;
    private final ColumnBlock together;
    private final int[] rows = new int[2 * BATCH];
    private final int[] found = new int[2 * BATCH];
    private final double[] squares = new double[2 * BATCH];
    private final double[] seconds = new double[2 * BATCH];
    private int count;

    OpenRows(ColumnBlock block) {
      this.block = block;
      this.together = new ColumnBlock(new double[block.columns().length][2 * BATCH], 2 * BATCH);
    }

    /**
     * Adds those of a batch that are open.
     *
     * @param own the square of each row's distance to its own center; 0 afterwards where it is open
     */
    void addUnlessDecided(int from, int size, double[] own) {
      double less = 1 - slack(block.columns().length);
      int next = count;
      for (int i = 0; i < size; i++) {
        double bound = bounds[from + i] - moved[nearest[from + i]];
        boolean isDecided = bound >= LEAST_BOUND && bound * bound * less > own[i];
        rows[next] = from + i;
        next += isDecided ? 0 : 1;
        own[i] = isDecided ? own[i] : 0;
      }
      count = next;
      if (count >= BATCH) {
        compare();
      }
    }

    void compare() {
      int columns = block.columns().length;
      for (int j = 0; j < columns; j++) {
        double[] column = block.columns()[j];
        double[] to = together.columns()[j];
        for (int i = 0; i < count; i++) {
          to[i] = column[rows[i]];
        }
      }
      nearestCenters.find(together, 0, count, centers, found, squares, seconds);
      sums.addSquares(count, squares);
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        if (found[i] != nearest[row]) {
          sums.move(block, row, nearest[row], found[i]);
          nearest[row] = found[i];
        }
        bounds[row] = bound(seconds[i], moved[found[i]], columns);
      }
      count = 0;
    }
  }
}
