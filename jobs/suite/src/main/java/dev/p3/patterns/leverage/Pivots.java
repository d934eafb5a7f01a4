package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.util.Arrays;

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
}
