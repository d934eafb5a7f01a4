package dev.p3.patterns.separate;

import java.util.Locale;
import org.apache.spark.sql.types.DataType;

/** Why a text is not what its column must be, in words. */
final class Reasons {
  static final String MISSING = "null in a column that is NOT NULL";

  private Reasons() {}

  static String unreadable(DataType type) {
    return "not " + type.sql();
  }

  static String outOfRange(DataType type) {
    return "out of the range of " + type.sql();
  }

  static String tooManyDigits(int scale) {
    return String.format(Locale.ROOT, "more than %d digits after the point", scale);
  }

  static String tooLong(int length) {
    return String.format(Locale.ROOT, "more than %,d characters", length);
  }

  static String failed(RowCheck check) {
    return "check failed: " + check.condition();
  }
}
