package dev.p3.patterns.leverage;

/**
 * Count, mean and central moments of numbers. Moments of a block are taken around its own mean, in
 * a second loop over it; blocks are merged by the formulas of Chan and Pébay, which Spark's own
 * central moments use too. So digits are not lost to a large mean, as they are to a sum of squares.
 *
 * @param count how many numbers
 * @param mean their mean; 0 when there are none
 * @param second the sum of squared deviations from the mean
 * @param third the sum of cubed deviations
 * @param fourth the sum of deviations to the fourth
 * @see <a href="https://www.osti.gov/biblio/1028931">P. Pébay: Formulas for robust, one-pass
 *     parallel computation of covariances and arbitrary-order statistical moments</a>
 */
public record Moments(
    long count, CompensatedMean mean, double second, double third, double fourth) {
  static final Moments NONE = new Moments(0, CompensatedMean.NONE, 0, 0, 0);

  /** The moments of the first numbers of an array. */
  static Moments of(double[] numbers, int count) {
    return count == 0 ? NONE : of(Deviations.of(numbers, count, new double[count]));
  }

  static Moments of(Deviations deviations) {
    double third = 0;
    double fourth = 0;
    for (int i = 0; i < deviations.count(); i++) {
      double deviation = deviations.values()[i];
      double squared = deviation * deviation;
      third += squared * deviation;
      fourth += squared * squared;
    }
    return new Moments(deviations.count(), deviations.mean(), deviations.second(), third, fourth);
  }

  Moments merge(Moments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    double a = count;
    double b = other.count;
    double n = a + b;
    double delta = mean.to(other.mean);
    double perRow = delta / n;
    double square = delta * perRow * a * b;
    return new Moments(
        count + other.count,
        mean.merge(other.mean, b / n),
        second + other.second + square,
        third
            + other.third
            + square * perRow * (a - b)
            + 3 * perRow * (a * other.second - b * second),
        fourth
            + other.fourth
            + square * perRow * perRow * (a * a - a * b + b * b)
            + 6 * perRow * perRow * (a * a * other.second + b * b * second)
            + 4 * perRow * (a * other.third - b * third));
  }

  /** The sample standard deviation; null when there are fewer than two numbers. */
  Double stddev() {
    return count < 2 ? null : (Double) Math.sqrt(second / (count - 1));
  }

  /** The skewness of the population; null when all numbers are equal. */
  Double skewness() {
    return isConstant() ? null : (Double) (third / second / Math.sqrt(second / count));
  }

  /** The excess kurtosis of the population; null when all numbers are equal. */
  Double kurtosis() {
    return isConstant() ? null : (Double) (fourth / second / (second / count) - 3);
  }

  private boolean isConstant() {
    return second == 0;
  }
}
