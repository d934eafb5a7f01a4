package dev.p3.patterns.leverage;

import java.util.List;

/**
 * A fitted linear model; null is for what there are too few rows for.
 *
 * @param r2 share of the outcome's variation that is explained: around its mean with an intercept,
 *     around 0 without
 * @param residualSd the standard deviation of the residuals
 * @param f of the test that all coefficients but the intercept are 0
 * @param rows rows used
 * @param dropped rows left out, for a value that is null, not a number or infinite
 * @param warnings what to know before the numbers are trusted
 */
record Fit(
    List<Coefficient> coefficients,
    Double r2,
    Double adjustedR2,
    Double residualSd,
    Double f,
    long rows,
    long dropped,
    List<String> warnings) {

  /**
   * @param p the probability of a |t| at least this large when the coefficient is 0, by Student's t
   */
  record Coefficient(String term, double estimate, Double stdError, Double t, Double p) {}

  Fit {
    coefficients = List.copyOf(coefficients);
    warnings = List.copyOf(warnings);
  }
}
