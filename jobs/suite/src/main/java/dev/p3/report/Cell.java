package dev.p3.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * A cell of a table.
 *
 * @param value text, a number, or null
 * @param number whether its column holds numbers
 */
record Cell(Object value, boolean number) {
  private static final int LEAST_DIGITS = 6;
  private static final double LEAST_PLAIN = 1e-4;
  private static final double MOST_PLAIN = 1e15;

  String text() {
    return text(value);
  }

  boolean missing() {
    return value == null;
  }

  /**
   * Whole numbers and decimals with all their digits, others with six or those before the point.
   */
  static String text(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return text(((Number) value).doubleValue());
    }
    if (value instanceof BigDecimal number) {
      return grouped(number);
    }
    return value instanceof Number number
        ? grouped(new BigDecimal(number.toString()))
        : String.valueOf(value);
  }

  private static String text(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    double size = Math.abs(number);
    if (size != 0 && (size < LEAST_PLAIN || size >= MOST_PLAIN)) {
      return String.format(Locale.ROOT, "%.5e", number);
    }
    var exact = new BigDecimal(number);
    int digits = Math.max(LEAST_DIGITS, exact.precision() - exact.scale());
    return grouped(exact.round(new MathContext(digits)).stripTrailingZeros());
  }

  private static String grouped(BigDecimal number) {
    return String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number);
  }
}
