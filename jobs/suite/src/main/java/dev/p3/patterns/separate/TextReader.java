package dev.p3.patterns.separate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What {@link TextValue} does, a value at a time: the twin's way.
 *
 * <p>A text that is no value is an {@link IllegalArgumentException} with the reason.
 */
final class TextReader {
  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");
  private static final Pattern MOMENT =
      Pattern.compile(
          String.format(
              Locale.ROOT,
              "(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})(?:[ T](\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,6})0*)?)?(?:%s)?)?",
              TextValue.ZONE));
  private static final int ZONE_GROUP = 9;
  private static final Pattern HUGE_EXPONENT = Pattern.compile(TextValue.HUGE_EXPONENT);
  private static final Pattern TINY_EXPONENT = Pattern.compile(TextValue.TINY_EXPONENT);

  private final ZoneId zone;

  /**
   * @param zone of moments that name none
   */
  TextReader(ZoneId zone) {
    this.zone = zone;
  }

  Object value(String text, ColumnRule rule) {
    DataType type = rule.type();
    if (rule.length().isPresent()
        && text.codePointCount(0, text.length()) > rule.length().getAsInt()) {
      throw new IllegalArgumentException(Reasons.tooLong(rule.length().getAsInt()));
    }
    if (type instanceof DecimalType decimal) {
      return decimal(text, decimal);
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      return floating(text, type);
    }
    if (type instanceof NumericType) {
      return whole(text, type);
    }
    if (type instanceof BooleanType) {
      return truth(text, type);
    }
    return rule.isText() ? text : moment(text, type);
  }

  private static Object whole(String text, DataType type) {
    String digits = stripped(text);
    if (!digits.matches(TextValue.WHOLE)) {
      throw new IllegalArgumentException(Reasons.unreadable(type));
    }
    try {
      BigInteger number = new BigInteger(digits);
      if (type instanceof ByteType) {
        return number.byteValueExact();
      }
      if (type instanceof ShortType) {
        return number.shortValueExact();
      }
      return type instanceof IntegerType
          ? (Object) number.intValueExact()
          : (Object) number.longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(Reasons.outOfRange(type), e);
    }
  }

  private static BigDecimal decimal(String text, DecimalType type) {
    String digits = stripped(text);
    if (!digits.matches(TextValue.NUMBER)) {
      throw new IllegalArgumentException(Reasons.unreadable(type));
    }
    if (HUGE_EXPONENT.matcher(digits).find()) {
      throw new IllegalArgumentException(
          TINY_EXPONENT.matcher(digits).find()
              ? Reasons.tooManyDigits(type.scale())
              : Reasons.outOfRange(type));
    }
    BigDecimal exact = new BigDecimal(digits);
    BigDecimal rounded = exact.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > type.precision() - type.scale()) {
      throw new IllegalArgumentException(Reasons.outOfRange(type));
    }
    if (rounded.compareTo(exact) != 0) {
      throw new IllegalArgumentException(Reasons.tooManyDigits(type.scale()));
    }
    return rounded;
  }

  private static Object floating(String text, DataType type) {
    String digits = stripped(text);
    if (digits.matches(TextValue.WORDS)) {
      String word = digits.toLowerCase(Locale.ROOT);
      double special =
          word.equals("nan")
              ? Double.NaN
              : word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return type instanceof FloatType ? (Object) (float) special : (Object) special;
    }
    if (!digits.matches(TextValue.NUMBER)) {
      throw new IllegalArgumentException(Reasons.unreadable(type));
    }
    Object number =
        type instanceof FloatType
            ? (Object) Float.parseFloat(digits)
            : (Object) Double.parseDouble(digits);
    if (Double.isInfinite(((Number) number).doubleValue())) {
      throw new IllegalArgumentException(Reasons.outOfRange(type));
    }
    return number;
  }

  private static boolean truth(String text, DataType type) {
    String word = stripped(text).toLowerCase(Locale.ROOT);
    if (TRUE.contains(word)) {
      return true;
    }
    if (FALSE.contains(word)) {
      return false;
    }
    throw new IllegalArgumentException(Reasons.unreadable(type));
  }

  private Object moment(String text, DataType type) {
    Matcher parts = MOMENT.matcher(stripped(text));
    boolean isDate = type instanceof DateType;
    boolean isInstant = type instanceof TimestampType;
    if (!parts.matches()
        || (isDate && parts.group(5) != null)
        || (!isInstant && parts.group(ZONE_GROUP) != null)) {
      throw new IllegalArgumentException(Reasons.unreadable(type));
    }
    try {
      LocalDate day = LocalDate.of(number(parts, 1), number(parts, 3), number(parts, 4));
      if (isDate) {
        return day;
      }
      LocalDateTime local =
          day.atTime(
              LocalTime.of(
                  number(parts, 5),
                  number(parts, 6),
                  number(parts, 7),
                  nanoseconds(parts.group(8))));
      return isInstant ? local.atZone(zone(parts.group(ZONE_GROUP))).toInstant() : local;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(Reasons.unreadable(type), e);
    }
  }

  private ZoneId zone(String name) {
    if (name == null) {
      return zone;
    }
    // Java wants two digits on both sides of the colon.
    String padded =
        name.replaceFirst("^([+-])(\\d)(?=:|$)", "$10$2").replaceFirst(":(\\d)$", ":0$1");
    return ZoneId.of(padded, ZoneId.SHORT_IDS);
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static int nanoseconds(String fraction) {
    return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(9 - fraction.length()));
  }

  /** Without what Spark passes over around a number. */
  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isPassedOver(text.charAt(from))) {
      from++;
    }
    while (from < to && isPassedOver(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isPassedOver(char next) {
    return next < 0x80 && (Character.isWhitespace(next) || Character.isISOControl(next));
  }
}
