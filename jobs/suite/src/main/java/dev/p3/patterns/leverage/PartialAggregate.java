package dev.p3.patterns.leverage;

import dev.p3.patterns.leverage.SummaryPlan.Pair;
import java.util.Iterator;

/**
 * What a partition says about one column, one pair of columns, or the regression.
 *
 * @param number which one: columns first, then pairs, then the regression
 * @param column null unless it is about a column
 * @param pair null unless it is about a pair
 * @param regression null unless it is about the regression
 */
public record PartialAggregate(
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
  static Whole whole(SummaryPlan plan, int number, Iterator<PartialAggregate> parts) {
    int columns = plan.columns().size();
    if (number < columns) {
      var column = new ColumnAccumulator(plan.columns().get(number).values(), columns);
      parts.forEachRemaining(part -> column.add(part.column(), PartitionSummary.MOST_VALUES));
      return new Whole(number, column.figures(), null, null);
    }
    if (number < columns + plan.pairs().size()) {
      return ofPair(plan, number, plan.pairs().get(number - columns), parts);
    }
    var regression = new QrAccumulator(plan.design().orElseThrow());
    parts.forEachRemaining(part -> regression.add(part.regression()));
    return new Whole(number, null, null, regression.packed());
  }

  /** Merges the parts about one pair, of passes over pairs alone. */
  static Whole wholePair(SummaryPlan plan, int number, Iterator<PartialAggregate> parts) {
    return ofPair(plan, number, plan.pairs().get(number), parts);
  }

  private static Whole ofPair(
      SummaryPlan plan, int number, Pair pair, Iterator<PartialAggregate> parts) {
    var merged = new PairAccumulator(plan.isWide(pair));
    parts.forEachRemaining(part -> merged.add(part.pair(), PartitionSummary.MOST_VALUES));
    return new Whole(number, null, merged.figures(), null);
  }
}
