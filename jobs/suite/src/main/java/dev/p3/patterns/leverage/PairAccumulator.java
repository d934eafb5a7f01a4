package dev.p3.patterns.leverage;

import java.util.stream.IntStream;

/**
 * Gathers what is needed for the correlations of two columns, over the rows in which both have a
 * value. Not thread-safe.
 */
final class PairAccumulator {
  private CoMoments moments = CoMoments.NONE;
  private boolean hasNan;

  /** Null once there were too many different pairs. */
  private Counts counts;

  /**
   * @param isWide whether a side has keys of 128 bits
   */
  PairAccumulator(boolean isWide) {
    counts = new Counts(isWide);
  }

  /**
   * A pair's figures as they travel between tasks.
   *
   * @param hasNan whether a side of a pair is not a number
   * @param counts the different pairs; null when there were too many
   */
  public record Packed(CoMoments moments, boolean hasNan, Counts.Table counts) {}

  /** The number of different pairs that are held. */
  int held() {
    return counts == null ? 0 : counts.size();
  }

  void dropCounts() {
    counts = null;
  }

  /** Where the numbers of complete pairs are put for a while. */
  static final class Rooms {
    private final int[] rows = new int[NumericBlock.MOST_ROWS];
    private final double[] left = new double[NumericBlock.MOST_ROWS];
    private final double[] right = new double[NumericBlock.MOST_ROWS];
  }

  /** Adds a block of rows. */
  void add(NumericBlock block, int left, int right, Rooms rooms) {
    boolean isFull = block.isFull(left) && block.isFull(right);
    int size = isFull && counts == null ? block.rows() : complete(block, left, right, rooms.rows);
    if (size == 0) {
      return;
    }
    CoMoments added =
        isFull
            ? CoMoments.of(block.deviations(left), block.deviations(right))
            : CoMoments.of(
                block.deviations(left, rooms.rows, size, rooms.left),
                block.deviations(right, rooms.rows, size, rooms.right));
    moments = moments.merge(added);
    if (Double.isNaN(added.product())) {
      hasNan |= IntStream.range(0, block.rows()).anyMatch(row -> hasNan(block, left, right, row));
    }
  }

  /** Counts the pairs of which both sides are there, and finds their rows. */
  private int complete(NumericBlock block, int left, int right, int[] rows) {
    int size = 0;
    for (int row = 0; row < block.rows(); row++) {
      if (block.isPresent(left, row) && block.isPresent(right, row)) {
        rows[size++] = row;
        if (counts != null) {
          counts.add(
              block.key(left, row),
              block.low(left, row),
              block.key(right, row),
              block.low(right, row),
              1);
        }
      }
    }
    return size;
  }

  private static boolean hasNan(NumericBlock block, int left, int right, int row) {
    return block.isPresent(left, row)
        && block.isPresent(right, row)
        && (Double.isNaN(block.number(left, row)) || Double.isNaN(block.number(right, row)));
  }

  void add(Packed other, int mostPairs) {
    moments = moments.merge(other.moments());
    hasNan |= other.hasNan();
    if (other.counts() == null) {
      counts = null;
    } else if (counts != null) {
      counts.addAll(other.counts());
      counts = counts.size() > mostPairs ? null : counts;
    }
  }

  Packed packed() {
    return new Packed(moments, hasNan, counts == null ? null : counts.table());
  }

  PairFigures figures() {
    if (hasNan) {
      return new PairFigures(moments.count(), Double.NaN, Double.NaN, true);
    }
    return new PairFigures(
        moments.count(),
        moments.correlation(),
        counts == null ? null : RankCorrelation.of(counts.table()),
        counts != null);
  }
}
