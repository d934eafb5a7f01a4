package dev.p3.patterns.leverage;

import org.apache.spark.unsafe.types.UTF8String;

/** Gathers what a summary says about one column. Not thread-safe. */
final class ColumnAccumulator {
  private final ValueType type;
  private final ColumnKind kind;
  private final Extremes extremes;
  private final Distribution distribution;
  private long rows;
  private long count;
  private long nans;
  private long infinities;
  private Moments moments = Moments.NONE;

  /**
   * @param columns of the table
   */
  ColumnAccumulator(ValueType type, int columns) {
    this.type = type;
    this.kind = type.kind();
    this.extremes = new Extremes(type);
    this.distribution = new Distribution(type, columns);
  }

  /**
   * A column's figures as they travel between tasks.
   *
   * @param rows all rows
   * @param count those that are not null
   * @param nans those that are not a number
   * @param infinities those that are infinite
   */
  public record Packed(
      long rows,
      long count,
      long nans,
      long infinities,
      Moments moments,
      Extremes.Packed extremes,
      Distribution.Packed distribution) {}

  Distribution distribution() {
    return distribution;
  }

  void addNull() {
    rows++;
  }

  void addNulls(long number) {
    rows += number;
  }

  /**
   * A value that is not null, with its key.
   *
   * @param low the lower half of a key of 128 bits, else 0
   */
  void add(long key, long low, Object value) {
    rows++;
    count++;
    if (kind.isComparable()) {
      extremes.add(key, value);
      distribution.add(key, low);
    }
  }

  /** A text that is not null, with its key, so many times. */
  void add(long key, UTF8String text, long times) {
    rows += times;
    count += times;
    extremes.add(key, text);
    distribution.add(key, 0, times);
  }

  /** Values that are not null and whose keys say everything. */
  void addEach(long[] keys, int number) {
    rows += number;
    count += number;
    if (kind.isComparable()) {
      extremes.addEach(keys, number);
      distribution.addEach(keys, number);
    }
  }

  /** The numbers of a block of rows whose values were added already. */
  void addNumbers(NumericBlock block, int index) {
    Deviations deviations = block.deviations(index);
    if (deviations.count() == 0) {
      return;
    }
    moments = moments.merge(Moments.of(deviations));
    if (!Double.isFinite(deviations.second())) {
      nans += block.count(index, Double::isNaN);
      infinities += block.count(index, Double::isInfinite);
    }
  }

  void add(Packed other, int mostValues) {
    rows += other.rows();
    count += other.count();
    nans += other.nans();
    infinities += other.infinities();
    moments = moments.merge(other.moments());
    extremes.add(other.extremes());
    distribution.add(other.distribution(), mostValues);
  }

  Packed packed() {
    return new Packed(
        rows, count, nans, infinities, moments, extremes.packed(), distribution.packed());
  }

  /** What the summary says. */
  ColumnFigures figures() {
    boolean hasMoments = kind.isNumeric() && count > 0;
    String[] quantiles = kind.isOrdered() ? distribution.quantiles(0.25, 0.5, 0.75) : new String[3];
    return new ColumnFigures(
        count,
        rows - count,
        hasMoments ? moments.mean().number(type.scale()) : null,
        hasMoments ? stddev() : null,
        extremes.least(),
        quantiles[0],
        quantiles[1],
        quantiles[2],
        extremes.greatest(),
        hasMoments ? moments.skewness() : null,
        hasMoments ? moments.kurtosis() : null,
        kind.isComparable() ? distribution.distinct() : null,
        nans,
        infinities,
        !distribution.isExact(),
        kind.isComparable() && extremes.areEqual(),
        kind.isNumeric() ? distribution.bounds(RankBins.MOST_BINS) : Bounds.NONE);
  }

  private Double stddev() {
    Double stddev = moments.stddev();
    return stddev == null ? null : (Double) type.fromUnits(stddev);
  }
}
