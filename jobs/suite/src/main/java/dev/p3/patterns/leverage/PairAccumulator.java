package dev.p3.patterns.leverage;

/**
 * Gathers what is needed for the correlations of two columns, over the rows in which both have a
 * value. Not thread-safe.
 */
final class PairAccumulator {
  private CoMoments moments = CoMoments.NONE;
  private boolean hasNan;

  /** Null once there were too many different pairs. */
  private Counts counts = new Counts();

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

  /**
   * Adds a block of rows.
   *
   * @param leftRoom where the complete pairs' left numbers may be put
   */
  void add(NumericBlock block, int left, int right, double[] leftRoom, double[] rightRoom) {
    int size = 0;
    for (int row = 0; row < block.rows(); row++) {
      if (block.isPresent(left, row) && block.isPresent(right, row)) {
        leftRoom[size] = block.number(left, row);
        rightRoom[size++] = block.number(right, row);
        if (counts != null) {
          counts.add(block.key(left, row), block.key(right, row), 1);
        }
      }
    }
    CoMoments added = CoMoments.of(leftRoom, rightRoom, size);
    moments = moments.merge(added);
    for (int i = 0; i < size && Double.isNaN(added.product()); i++) {
      hasNan |= Double.isNaN(leftRoom[i]) || Double.isNaN(rightRoom[i]);
    }
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
