package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;

/** Brings a regression back from the pivots that were taken away from its values. */
final class Pivots {
  private Pivots() {}

  /**
   * The intercept for the values as they were.
   *
   * @param estimates of all terms for the values less their pivots, the intercept first
   * @param pivots of the terms and the outcome
   */
  static double intercept(double[] estimates, BigDecimal... pivots) {
    if (!Arrays.stream(estimates).allMatch(Double::isFinite)) {
      return Double.NaN;
    }
    BigDecimal intercept = new BigDecimal(estimates[0]).add(pivots[estimates.length]);
    for (int i = 1; i < estimates.length; i++) {
      intercept = intercept.subtract(new BigDecimal(estimates[i]).multiply(pivots[i]));
    }
    return intercept.doubleValue();
  }

  /**
   * How far rounding may move that intercept: a coefficient is right to a double's digits, less
   * those that the condition number takes, and is multiplied by its pivot.
   *
   * @param estimates as for {@link #intercept}
   */
  static double rounding(double[] estimates, double condition, BigDecimal... pivots) {
    double largest = 0;
    for (int i = 1; i < estimates.length; i++) {
      largest += Math.abs(estimates[i] * pivots[i].doubleValue());
    }
    return Math.ulp(1.0) * condition * largest;
  }

  /** The warning that rounding weighs more than the residuals. */
  static String roundingTold(double rounding) {
    return String.format(
        Locale.ROOT,
        "the intercept is known to about %.1e only, which is in its standard error: it stands so far from the rows that rounding of the other coefficients weighs more than the residuals; subtract a constant from the columns",
        rounding);
  }
}
