package dev.p3.data.files;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * What the texts of a column need of a type, to stay the numbers that they are. Not thread-safe.
 */
final class NumberShape {
  /** A decimal of so many digits is found again in the nearest DOUBLE. */
  private static final int DIGITS_OF_DOUBLE = 15;

  private static final Pattern NANOSECONDS = Pattern.compile(".*:\\d\\d[.,]\\d{6}\\d*[1-9].*");

  private int whole;
  private int fraction;
  private boolean losesDigits;
  private boolean isDecimal = true;
  private boolean hasNanoseconds;

  NumberShape() {}

  NumberShape(
      int whole, int fraction, boolean losesDigits, boolean isDecimal, boolean hasNanoseconds) {
    this.whole = whole;
    this.fraction = fraction;
    this.losesDigits = losesDigits;
    this.isDecimal = isDecimal;
    this.hasNanoseconds = hasNanoseconds;
  }

  /** Digits before the point. */
  int whole() {
    return whole;
  }

  /** Digits after the point. */
  int fraction() {
    return fraction;
  }

  /** Whether the DOUBLE of a text would be another number. */
  boolean losesDigits() {
    return losesDigits;
  }

  /** Whether a DECIMAL could hold every text, were it long enough. */
  boolean isDecimal() {
    return isDecimal;
  }

  boolean hasNanoseconds() {
    return hasNanoseconds;
  }

  /** Looks at a text that Spark took for a number, or for what makes numbers of a column text. */
  void addNumber(String text) {
    if (!addPlain(text)) {
      addOther(text.strip(), text);
    }
  }

  /** Looks at a text that Spark took for a moment. */
  void addMoment(String text) {
    hasNanoseconds |= NANOSECONDS.matcher(text).matches();
  }

  void add(NumberShape other) {
    whole = Math.max(whole, other.whole);
    fraction = Math.max(fraction, other.fraction);
    losesDigits |= other.losesDigits;
    isDecimal &= other.isDecimal;
    hasNanoseconds |= other.hasNanoseconds;
  }

  /** The type that loses nothing, for a column that Spark found to be of another. */
  DataType exact(DataType found) {
    if (found.equals(DataTypes.DoubleType) && losesDigits) {
      int precision = Math.max(1, whole + fraction);
      return isDecimal && precision <= DecimalType.MAX_PRECISION()
          ? DataTypes.createDecimalType(precision, fraction)
          : DataTypes.StringType;
    }
    boolean isMoment =
        found.equals(DataTypes.TimestampType) || found.equals(DataTypes.TimestampNTZType);
    return isMoment && hasNanoseconds ? DataTypes.StringType : found;
  }

  /** A short one: digits, perhaps with a sign and a point. */
  private boolean addPlain(String text) {
    int length = text.length();
    if (length > DIGITS_OF_DOUBLE) {
      return false;
    }
    int point = -1;
    for (int i = 0; i < length; i++) {
      char next = text.charAt(i);
      if (next == '.' && point < 0) {
        point = i;
      } else if ((next < '0' || next > '9') && (i > 0 || (next != '-' && next != '+'))) {
        return false;
      }
    }
    whole = Math.max(whole, point < 0 ? length : point);
    fraction = Math.max(fraction, point < 0 ? 0 : length - point - 1);
    return true;
  }

  private void addOther(String number, String text) {
    isDecimal &= number.length() == text.length();
    try {
      var exact = new BigDecimal(number);
      whole = Math.max(whole, (int) Math.min(1000, (long) exact.precision() - exact.scale()));
      fraction = Math.max(fraction, exact.scale());
      double nearest = Double.parseDouble(number);
      losesDigits |=
          Double.isInfinite(nearest)
              || exact.compareTo(new BigDecimal(Double.toString(nearest))) != 0;
    } catch (NumberFormatException e) {
      isDecimal = false;
      // Java takes 1d and 0x1p3 for numbers; words such as NaN have no digits.
      losesDigits |= number.chars().anyMatch(Character::isDigit);
    }
  }
}
