package dev.p3.transport;

import java.io.Serializable;

/**
 * A fixed grid on which sums of doubles are exact, so that they do not depend on the order of their
 * terms. Every term is split into bins of 32 bits, aligned to the largest term there can be; a
 * double adds up the bins of {@link ColumnBlock#MOST_ROWS} terms without rounding, and a long those
 * of {@value #MOST_TERMS}. This is pre-rounding with a bound known beforehand, after J. Demmel and
 * H. D. Nguyen, "Fast Reproducible Floating-Point Summation", ARITH 21 (2013). A term less than
 * 2⁻⁶⁵ of the bound is lost in two bins, 2⁻⁹⁷ in three.
 *
 * <pre>{@code
 * double high = (x + grid.high()) - grid.high();          // to a multiple of 2^(e-32)
 * double low = ((x - high) + grid.low()) - grid.low();    // the rest, of 2^(e-64)
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Grid implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many terms a sum may have. */
  public static final long MOST_TERMS = 1L << 30;

  /** Bounds are below two to this power, and not all below two to its negative. */
  public static final int MOST_EXPONENT = 850;

  private static final int BITS = 32;
  private static final int MANTISSA = 52;

  private final int exponent;
  private final double high;
  private final double low;
  private final double lowest;

  private Grid(int exponent) {
    this.exponent = exponent;
    this.high = rounder(exponent - BITS);
    this.low = rounder(exponent - 2 * BITS);
    this.lowest = rounder(exponent - 3 * BITS);
  }

  /**
   * The grid for terms that are at most so large.
   *
   * @param bound at least the magnitude of every term; finite
   * @throws IllegalArgumentException when it is 2^{@value #MOST_EXPONENT} or more, NaN or negative
   */
  public static Grid of(double bound) {
    if (!(bound >= 0) || Math.getExponent(bound) + 1 > MOST_EXPONENT) {
      throw new IllegalArgumentException(
          "Cannot add terms up to " + bound + " (must be less than 2^" + MOST_EXPONENT + ")");
    }
    return new Grid(Math.max(Math.getExponent(bound) + 1, -MOST_EXPONENT));
  }

  /** Adding and subtracting it rounds to a multiple of a power of two. */
  private static double rounder(int exponent) {
    return 1.5 * Math.scalb(1.0, exponent + MANTISSA);
  }

  /** Whether both round every term alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Grid grid && grid.exponent == exponent;
  }

  @Override
  public int hashCode() {
    return exponent;
  }

  /** What rounds a term to its first bin. */
  public double high() {
    return high;
  }

  /** What rounds the rest to the second bin. */
  public double low() {
    return low;
  }

  /** What rounds the rest of that to the third bin. */
  public double lowest() {
    return lowest;
  }

  /**
   * A sum of bins as a whole number of their unit.
   *
   * @param sum of at most {@link ColumnBlock#MOST_ROWS} bins
   * @param bin 0 for the first
   */
  public long units(double sum, int bin) {
    return (long) Math.scalb(sum, (bin + 1) * BITS - exponent);
  }

  /** The sum that two bins stand for, to the nearest double or the one beside it. */
  public double value(long highUnits, long lowUnits) {
    return value(highUnits, lowUnits, 0);
  }

  /** The sum that three bins stand for, to the nearest double or the one beside it. */
  public double value(long highUnits, long lowUnits, long lowestUnits) {
    long middle = lowUnits + (lowestUnits >> BITS);
    double rest =
        Math.scalb((double) (middle & 0xffffffffL), exponent - 2 * BITS)
            + Math.scalb((double) (lowestUnits & 0xffffffffL), exponent - 3 * BITS);
    return Math.scalb((double) (highUnits + (middle >> BITS)), exponent - BITS) + rest;
  }
}
