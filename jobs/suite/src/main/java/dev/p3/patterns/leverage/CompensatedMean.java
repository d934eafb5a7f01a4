package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A mean with twice the digits of a double, so that deviations from it keep theirs when numbers are
 * large beside their spread; or, of an exact type, the sum and the count, without rounding.
 *
 * @param value the mean, rounded; 0 when there is a sum
 * @param rest what rounding took away
 * @param sum in units of the last digit, as {@link BigInteger#toByteArray} has it; else empty
 * @param count of the numbers of which there is a sum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
public record CompensatedMean(double value, double rest, byte[] sum, long count) {
  private static final byte[] NO_SUM = {};
  static final CompensatedMean NONE = new CompensatedMean(0, 0);

  private CompensatedMean(double value, double rest) {
    this(value, rest, NO_SUM, 0);
  }

  /** A mean as it was taken apart. */
  static CompensatedMean of(double value, double rest) {
    return new CompensatedMean(value, rest);
  }

  /** Of the first numbers of an array, whole ones of at most 32 bits. */
  static CompensatedMean ofWhole(double[] numbers, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += numbers[i];
    }
    return ofSum(sum, count);
  }

  /** Of whole numbers, by their sum: without an error where that is below 2⁵³. */
  static CompensatedMean ofSum(double sum, int count) {
    double mean = sum / count;
    return new CompensatedMean(mean, Math.fma(-mean, count, sum) / count);
  }

  /** Of exact numbers. */
  static CompensatedMean exact(BigInteger sum, long count) {
    return new CompensatedMean(0, 0, sum.toByteArray(), count);
  }

  /** The mean as a double, which is the nearest one when the mean is exact. */
  double number(int scale) {
    return isExact()
        ? new BigDecimal(new BigInteger(sum), scale)
            .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
            .doubleValue()
        : value;
  }

  private boolean isExact() {
    return sum.length > 0;
  }

  /** Of the first numbers of an array. The sum of large numbers cannot overflow. */
  static CompensatedMean of(double[] numbers, int count) {
    double share = 1.0 / count;
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += numbers[i] * share;
    }
    if (!Double.isFinite(mean)) {
      return new CompensatedMean(mean, 0);
    }
    double deviations = 0;
    for (int i = 0; i < count; i++) {
      deviations += numbers[i] - mean;
    }
    return new CompensatedMean(mean, 0).plus(deviations / count);
  }

  double deviation(double number) {
    return number - value - rest;
  }

  /** How far another mean is above this one. */
  double to(CompensatedMean other) {
    if (isExact()) {
      BigInteger ours = new BigInteger(sum).multiply(BigInteger.valueOf(other.count));
      BigInteger theirs = new BigInteger(other.sum).multiply(BigInteger.valueOf(count));
      return theirs.subtract(ours).doubleValue() / ((double) count * other.count);
    }
    return other.value - value + (other.rest - rest);
  }

  /** The mean of two samples; {@code share} is the second one's share of all numbers. */
  CompensatedMean merge(CompensatedMean other, double share) {
    if (isExact()) {
      return exact(new BigInteger(sum).add(new BigInteger(other.sum)), count + other.count);
    }
    boolean isFinite = Double.isFinite(value) && Double.isFinite(other.value);
    return isFinite ? plus(to(other) * share) : new CompensatedMean(value + other.value, 0);
  }

  /** Adds a number that may be small beside the mean (Knuth's two-sum). */
  private CompensatedMean plus(double number) {
    double sum = value + number;
    double taken = sum - value;
    double lost = value - (sum - taken) + (number - taken) + rest;
    double rounded = sum + lost;
    return new CompensatedMean(rounded, sum - rounded + lost);
  }
}
