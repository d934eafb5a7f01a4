package dev.p3.patterns.leverage;

/**
 * A mean with twice the digits of a double, so that deviations from it keep theirs when numbers are
 * large beside their spread.
 *
 * @param value the mean, rounded
 * @param rest what rounding took away
 */
public record Mean(double value, double rest) {
  static final Mean NONE = new Mean(0, 0);

  /** Of the first numbers of an array. The sum of large numbers cannot overflow. */
  static Mean of(double[] numbers, int count) {
    double share = 1.0 / count;
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += numbers[i] * share;
    }
    if (!Double.isFinite(mean)) {
      return new Mean(mean, 0);
    }
    double deviations = 0;
    for (int i = 0; i < count; i++) {
      deviations += numbers[i] - mean;
    }
    return new Mean(mean, 0).plus(deviations / count);
  }

  double deviation(double number) {
    return number - value - rest;
  }

  /** How far another mean is above this one. */
  double to(Mean other) {
    return other.value - value + (other.rest - rest);
  }

  /** The mean of two samples; {@code share} is the second one's share of all numbers. */
  Mean merge(Mean other, double share) {
    boolean isFinite = Double.isFinite(value) && Double.isFinite(other.value);
    return isFinite ? plus(to(other) * share) : new Mean(value + other.value, 0);
  }

  /** Adds a number that may be small beside the mean (Knuth's two-sum). */
  private Mean plus(double number) {
    double sum = value + number;
    double taken = sum - value;
    double lost = value - (sum - taken) + (number - taken) + rest;
    double rounded = sum + lost;
    return new Mean(rounded, sum - rounded + lost);
  }
}
