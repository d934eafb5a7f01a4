package dev.p3.patterns.leverage;

import java.util.Arrays;

/** Spearman's correlation: Pearson's of the ranks, equal values sharing the mean of their ranks. */
final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * Of pairs of keys with their counts; null when one side is constant.
   *
   * <p>Cost: sorts each side's keys.
   */
  static Double of(Counts.Table pairs) {
    double[] left = centredRanks(pairs.leftOrder(), pairs.count());
    double[] right = centredRanks(pairs.rightOrder(), pairs.count());
    double leftSecond = 0;
    double rightSecond = 0;
    double product = 0;
    for (int i = 0; i < left.length; i++) {
      double times = pairs.count()[i];
      leftSecond += times * left[i] * left[i];
      rightSecond += times * right[i] * right[i];
      product += times * left[i] * right[i];
    }
    return new CoMoments(
            pairs.size(),
            CompensatedMean.NONE,
            CompensatedMean.NONE,
            leftSecond,
            rightSecond,
            product)
        .correlation();
  }

  /** For each key its rank less the mean of all ranks, which sums cannot lose digits to. */
  private static double[] centredRanks(long[] keys, long[] counts) {
    long[] sorted = different(keys);
    long[] times = new long[sorted.length];
    int[] places = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      places[i] = Arrays.binarySearch(sorted, keys[i]);
      times[places[i]] += counts[i];
    }
    double middle = (Arrays.stream(counts).sum() + 1) / 2.0;
    double[] ranks = new double[sorted.length];
    long below = 0;
    for (int i = 0; i < sorted.length; i++) {
      ranks[i] = below + (times[i] + 1) / 2.0 - middle;
      below += times[i];
    }
    double[] byPair = new double[keys.length];
    for (int i = 0; i < keys.length; i++) {
      byPair[i] = ranks[places[i]];
    }
    return byPair;
  }

  /** In ascending order; a stream's distinct would box each. */
  private static long[] different(long[] keys) {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    int size = 0;
    for (long key : sorted) {
      if (size == 0 || key != sorted[size - 1]) {
        sorted[size++] = key;
      }
    }
    return Arrays.copyOf(sorted, size);
  }
}
