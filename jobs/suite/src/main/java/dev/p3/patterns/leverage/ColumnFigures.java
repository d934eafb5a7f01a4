package dev.p3.patterns.leverage;

/**
 * What a summary says about one column; null is for what makes no sense for its type or its values.
 *
 * @param count values that are not null
 * @param stddev of the sample
 * @param min as text, as the quantiles are
 * @param skewness of the population, as Spark's {@code skewness}
 * @param kurtosis excess kurtosis of the population, as Spark's {@code kurtosis}
 * @param nans values that are not a number
 * @param infinities values that are infinite
 * @param isEstimated whether quantiles and distinct come from sketches
 * @param isConstant whether there are values, and all are equal
 * @param rankBounds of a numeric column: keys that cut its values into bins of about equally many
 *     rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
public record ColumnFigures(
    long count,
    long nulls,
    Double mean,
    Double stddev,
    String min,
    String q25,
    String median,
    String q75,
    String max,
    Double skewness,
    Double kurtosis,
    Long distinct,
    long nans,
    long infinities,
    boolean isEstimated,
    boolean isConstant,
    Bounds rankBounds) {
  ColumnFigures withQuartiles(String... of) {
    return new ColumnFigures(
        count,
        nulls,
        mean,
        stddev,
        min,
        of[0],
        of[1],
        of[2],
        max,
        skewness,
        kurtosis,
        distinct,
        nans,
        infinities,
        isEstimated,
        isConstant,
        rankBounds);
  }

  ColumnFigures withDistinct(long exact) {
    return new ColumnFigures(
        count,
        nulls,
        mean,
        stddev,
        min,
        q25,
        median,
        q75,
        max,
        skewness,
        kurtosis,
        exact,
        nans,
        infinities,
        false,
        isConstant,
        rankBounds);
  }
}
