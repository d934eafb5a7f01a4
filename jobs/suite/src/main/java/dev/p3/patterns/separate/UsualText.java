package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.udf;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Whether a text has the form that most texts of a type have, told by its bytes, which takes a
 * small part of the time of a regular expression. The expressions of {@link TextValue} match all
 * these texts, too, and more.
 */
final class UsualText {
  /** A 0 stands for any digit, a _ for a blank or a T. */
  private static final String DATE = "0000-00-00";

  private static final String MOMENT = "0000-00-00_00:00:00";
  private static final String MOMENT_WITH_MILLIS = "0000-00-00_00:00:00.000";

  private UsualText() {}

  /** Whether it is like {@code 2001-01-31}. */
  static Column isDate(Column text) {
    return told(text, bytes -> hasForm(bytes, DATE));
  }

  /** Whether it is like {@code 2001-01-31 23:59:59} or {@code 2001-01-31T23:59:59.000}. */
  static Column isMoment(Column text) {
    return told(text, bytes -> hasForm(bytes, MOMENT) || hasForm(bytes, MOMENT_WITH_MILLIS));
  }

  /** Whether it is like {@code -12.5} or {@code 12}. */
  static Column isNumber(Column text) {
    return told(text, UsualText::isNumber);
  }

  /** Whether a number has digits other than zero beyond so many after the point. */
  static Column hasMoreDigits(Column number, int scale) {
    return told(number, bytes -> hasMoreDigits(bytes, scale));
  }

  private static boolean hasMoreDigits(byte[] number, int scale) {
    int point = number.length;
    int last = 0;
    for (int i = 0; i < number.length; i++) {
      byte next = number[i];
      if (next == 'e' || next == 'E') {
        String text = new String(number, StandardCharsets.US_ASCII).trim();
        return new BigDecimal(text).stripTrailingZeros().scale() > scale;
      }
      if (next == '.') {
        point = i;
      } else if (next != '0' && isDigit(next)) {
        last = i;
      }
    }
    return last - point > scale;
  }

  /** Spark hands over its own bytes of the text, not a copy. */
  private static Column told(Column text, UDF1<byte[], Boolean> form) {
    UDF1<byte[], Boolean> evenOfNull = bytes -> bytes != null && form.call(bytes);
    return udf(evenOfNull, DataTypes.BooleanType).apply(text.cast(DataTypes.BinaryType));
  }

  private static boolean hasForm(byte[] text, String form) {
    if (text.length != form.length()) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      boolean fits =
          switch (form.charAt(i)) {
            case '0' -> isDigit(text[i]);
            case '_' -> text[i] == ' ' || text[i] == 'T';
            default -> text[i] == form.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(byte[] text) {
    int points = 0;
    int first = text.length > 0 && text[0] == '-' ? 1 : 0;
    for (int i = first; i < text.length; i++) {
      if (text[i] == '.' && i > first) {
        points++;
      } else if (!isDigit(text[i])) {
        return false;
      }
    }
    return text.length > first && points <= 1;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
