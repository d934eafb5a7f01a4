package dev.p3.patterns.leverage;

/**
 * The correlations of two columns.
 *
 * @param count rows in which both have a value
 * @param pearson null when one side is constant or there are fewer than two rows
 * @param spearman as {@code pearson}; null also when it is not known yet
 * @param hasSpearman whether {@code spearman} is known
 */
public record PairFigures(long count, Double pearson, Double spearman, boolean hasSpearman) {
  static final PairFigures NONE = new PairFigures(0, null, null, true);

  PairFigures withSpearman(Double found) {
    return new PairFigures(count, pearson, found, true);
  }
}
