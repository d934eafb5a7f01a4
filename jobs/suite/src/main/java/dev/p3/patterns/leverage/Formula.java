package dev.p3.patterns.leverage;

import java.util.List;

/**
 * A linear model, for example {@code delay ~ distance + pow(distance, 2)}.
 *
 * @param text as the user wrote it
 * @param outcome the column to explain
 * @param hasIntercept whether the model has a constant term
 * @param terms what explains it
 */
public record Formula(String text, String outcome, boolean hasIntercept, List<Term> terms) {
  static final String INTERCEPT = "(Intercept)";

  /**
   * A term of a model.
   *
   * @param text as the user wrote it
   * @param column a column
   * @param power the power to which its values are raised, at least 1
   */
  public record Term(String text, String column, int power) {}

  public Formula {
    terms = List.copyOf(terms);
  }

  /**
   * Reads {@code outcome ~ term + term …}. A term is a column or {@code pow(column, n)}; {@code -1}
   * or {@code +0} leaves the intercept out, and {@code 1} stands for it. A column's name that is
   * more than letters, digits, dots and underscores stands in back-ticks.
   *
   * @throws IllegalArgumentException with a caret under the place that does not parse
   */
  public static Formula parse(String text) {
    return new FormulaParser(text).formula();
  }

  @Override
  public String toString() {
    return text;
  }
}
