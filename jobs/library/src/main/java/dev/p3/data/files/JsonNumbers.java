package dev.p3.data.files;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Which type holds all the numbers of a JSON column to the last digit. */
final class JsonNumbers implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A DOUBLE holds every number of so many digits, and an INT64 too. */
  private static final int ALWAYS_EXACT = 15;

  private static final int MOST_DIGITS = 38;
  private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private int wholeDigits;
  private int decimals;
  private boolean hasFractions;
  private boolean hasSpecials;
  private boolean isBeyondLong;
  private boolean isBeyondDouble;

  /** Adds a number without fraction and exponent, as it is written. */
  void addWhole(String text) {
    int digits = text.length() - (text.charAt(0) == '-' ? 1 : 0);
    wholeDigits = Math.max(wholeDigits, digits);
    if (digits > ALWAYS_EXACT) {
      var number = new BigInteger(text);
      isBeyondLong |= number.compareTo(LEAST_LONG) < 0 || number.compareTo(MOST_LONG) > 0;
      isBeyondDouble |= changes(new BigDecimal(number));
    }
  }

  /** Adds a number with fraction or exponent, as it is written, or NaN or an infinity. */
  void addFraction(String text) {
    hasFractions = true;
    if (text.matches(".*[a-zA-Z].*") && !text.matches("[-+\\d.]+[eE][-+\\d]+")) {
      hasSpecials = true;
      return;
    }
    var number = new BigDecimal(text);
    long whole = (long) number.precision() - number.scale();
    wholeDigits = Math.max(wholeDigits, (int) Math.max(0, Math.min(whole, Integer.MAX_VALUE / 2)));
    decimals = Math.max(decimals, Math.max(0, number.scale()));
    isBeyondDouble |=
        (number.precision() > ALWAYS_EXACT || Math.abs((long) number.scale()) > ALWAYS_EXACT)
            && changes(number);
  }

  void add(JsonNumbers other) {
    wholeDigits = Math.max(wholeDigits, other.wholeDigits);
    decimals = Math.max(decimals, other.decimals);
    hasFractions |= other.hasFractions;
    hasSpecials |= other.hasSpecials;
    isBeyondLong |= other.isBeyondLong;
    isBeyondDouble |= other.isBeyondDouble;
  }

  /** Whether some number has a fraction or an exponent. */
  boolean hasFractions() {
    return hasFractions;
  }

  /**
   * BIGINT; DOUBLE for fractions, unless it would change a digit; DECIMAL; or STRING where 38
   * digits are too few.
   *
   * @param prefersDecimal whether fractions are DECIMAL even if DOUBLE would hold them
   */
  DataType type(boolean prefersDecimal) {
    if (!hasFractions && !isBeyondLong) {
      return DataTypes.LongType;
    }
    boolean isDecimal = !hasSpecials && (long) wholeDigits + decimals <= MOST_DIGITS;
    if (hasFractions && !isBeyondDouble && !(prefersDecimal && isDecimal)) {
      return DataTypes.DoubleType;
    }
    return isDecimal
        ? new DecimalType(Math.max(1, wholeDigits + decimals), decimals)
        : DataTypes.StringType;
  }

  /** Whether a DOUBLE, written out again, would be another number. */
  private static boolean changes(BigDecimal number) {
    double nearest = number.doubleValue();
    return Double.isInfinite(nearest)
        || new BigDecimal(Double.toString(nearest)).compareTo(number) != 0;
  }
}
