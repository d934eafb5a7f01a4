package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.Layout.Pair;
import java.util.Iterator;

/**
 * What a partition says about one column, one pair of columns, or the regression.
 *
 * @param number which one: columns first, then pairs, then the regression
 * @param column null unless it is about a column
 * @param pair null unless it is about a pair
 * @param regression null unless it is about the regression
 */
public record Part(
    int number,
    ColumnAccumulator.Packed column,
    PairAccumulator.Packed pair,
    QrAccumulator.Packed regression) {

  /**
   * What all partitions together say about one thing.
   *
   * @param column null unless it is about a column
   * @param pair null unless it is about a pair
   * @param regression null unless it is about the regression
   */
  public record Whole(
      int number, ColumnFigures column, PairFigures pair, QrAccumulator.Packed regression) {}

  /** Merges the parts about one thing. */
  static Whole whole(Layout layout, int number, Iterator<Part> parts) {
    int columns = layout.columns().size();
    if (number < columns) {
      var column = new ColumnAccumulator(layout.columns().get(number).values(), columns);
      parts.forEachRemaining(part -> column.add(part.column(), PartitionSummary.MOST_VALUES));
      return new Whole(number, column.figures(), null, null);
    }
    if (number < columns + layout.pairs().size()) {
      return ofPair(layout, number, layout.pairs().get(number - columns), parts);
    }
    var regression = new QrAccumulator(layout.design().orElseThrow());
    parts.forEachRemaining(part -> regression.add(part.regression()));
    return new Whole(number, null, null, regression.packed());
  }

  /** Merges the parts about one pair, of passes over pairs alone. */
  static Whole wholePair(Layout layout, int number, Iterator<Part> parts) {
    return ofPair(layout, number, layout.pairs().get(number), parts);
  }

  private static Whole ofPair(Layout layout, int number, Pair pair, Iterator<Part> parts) {
    var merged = new PairAccumulator(layout.isWide(pair));
    parts.forEachRemaining(part -> merged.add(part.pair(), PartitionSummary.MOST_VALUES));
    return new Whole(number, null, merged.figures(), null);
  }
}
