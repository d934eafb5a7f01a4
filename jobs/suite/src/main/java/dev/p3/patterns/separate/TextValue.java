package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Text read as a type, as expressions that Spark compiles. The reading itself is Spark's {@code
 * try_cast}; what it would take and change in silence is refused here: a time of day as a moment of
 * today, a date with something after it, a moment whose zone gets lost, digits after the point that
 * a decimal has no room for, a number so large that it is infinite.
 */
final class TextValue {
  static final String DATE = "\\d{4}-\\d{1,2}-\\d{1,2}";
  static final String MINUTES = "[ T]\\d{1,2}:\\d{1,2}";
  static final String SECONDS = ":\\d{1,2}(\\.\\d{1,6}0*)?";
  static final String ZONE = " ?(Z|[A-Za-z]{3,}[\\w/+:-]*|[+-]\\d{1,2}(:?\\d{1,2}){0,2})";
  static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";
  static final String WORDS = "(?i:nan|[+-]?inf|[+-]?infinity)";
  static final String WHOLE = "[+-]?\\d+";
  private static final String SPACED_WHOLE = "[\\x00-\\x20\\x7F]*" + WHOLE + "[\\x00-\\x20\\x7F]*";

  /** Of numbers so large or small that Java cannot write their digits out. */
  static final String HUGE_EXPONENT = "[eE][+-]?0*[1-9]\\d{3}";

  /** Of numbers that are so small. */
  static final String TINY_EXPONENT = "[eE]-0*[1-9]\\d{3}";

  private TextValue() {}

  /**
   * The text that is to be cast: without blanks around it, null where it is empty or has not the
   * shape of the type, or where it is read already. Text stays as it is.
   *
   * @param usual what {@link UsualText#moment} has read, of types that {@link #isMoment}
   */
  static Column shaped(Column text, Column usual, DataType type) {
    if (type instanceof StringType) {
      return text;
    }
    Column trimmed = trim(text);
    if (type instanceof DecimalType) {
      Column isHuge =
          trimmed.contains("e").or(trimmed.contains("E")).and(trimmed.rlike(HUGE_EXPONENT));
      return when(trimmed.notEqual("").and(not(isHuge)), trimmed);
    }
    String shape = shape(type);
    if (shape.isEmpty()) {
      return when(trimmed.notEqual(""), trimmed);
    }
    if (!isMoment(type)) {
      return when(UsualText.isNumber(text), text).when(matches(trimmed, shape), trimmed);
    }
    Column value = withHyphens(trimmed);
    Column fitting =
        when(usual.isNotNull(), lit(null).cast("string")).when(matches(value, shape), value);
    return type instanceof TimestampType ? orWithSeconds(fitting, value) : fitting;
  }

  /**
   * Reads the column of this name, which {@link #shaped} made.
   *
   * @param usual as {@link #shaped} takes it
   */
  static Column typed(String column, Optional<Column> usual, DataType type) {
    if (type instanceof StringType) {
      return expr(column);
    }
    Column cast = expr(String.format(Locale.ROOT, "try_cast(%s AS %s)", column, type.sql()));
    return usual.map(value -> coalesce(value, cast)).orElse(cast);
  }

  /**
   * As {@link #shaped}, of a text that is null where it is usual. One that is no whole number is
   * null, too: Spark's cast throws and catches an exception for each.
   */
  static Column shapedUnusual(Column text, DataType type) {
    return when(
        text.isNotNull(),
        isInteger(type)
            ? when(matches(text, SPACED_WHOLE), trim(text))
            : shaped(text, lit(null).cast(type), type));
  }

  private static Column matches(Column text, String shape) {
    return text.rlike("^(" + shape + ")$");
  }

  /**
   * Why a text is not what its column must be; null when it is.
   *
   * @param text as it came
   * @param shaped as {@link #shaped} made it
   * @param typed as {@link #typed} read it
   */
  static Column reason(ColumnRule rule, Column text, Column shaped, Column typed) {
    DataType type = rule.type();
    Column missing = rule.isRequired() ? lit(Reasons.MISSING) : lit(null);
    if (type instanceof StringType) {
      Column tooLong =
          rule.length().isEmpty()
              ? lit(null)
              : when(
                  length(text).gt(rule.length().getAsInt()),
                  Reasons.tooLong(rule.length().getAsInt()));
      return when(text.isNull(), missing).otherwise(tooLong);
    }
    Column unreadable = lit(Reasons.unreadable(type));
    if (type instanceof NumericType) {
      unreadable =
          when(
                  trim(text).rlike("^" + (isInteger(type) ? WHOLE : NUMBER) + "$"),
                  Reasons.outOfRange(type))
              .otherwise(unreadable);
    }
    if (type instanceof DecimalType decimal) {
      unreadable =
          when(
                  trim(text).rlike("^" + NUMBER + "$").and(text.rlike(TINY_EXPONENT)),
                  Reasons.tooManyDigits(decimal.scale()))
              .otherwise(unreadable);
    }
    Column isEmpty = text.isNull().or(trim(text).equalTo(""));
    return when(typed.isNull(), when(isEmpty, missing).otherwise(unreadable))
        .otherwise(changed(type, shaped, typed));
  }

  /** Why a text that was read has become another value; null when it has not. */
  private static Column changed(DataType type, Column shaped, Column typed) {
    if (type instanceof DecimalType decimal) {
      return when(
          UsualText.hasMoreDigits(shaped, decimal.scale()), Reasons.tooManyDigits(decimal.scale()));
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      Column isInfinite = abs(typed).equalTo(Double.POSITIVE_INFINITY);
      return when(isInfinite.and(not(lower(shaped).contains("inf"))), Reasons.outOfRange(type));
    }
    return lit(null).cast("string");
  }

  private static String shape(DataType type) {
    if (type instanceof DateType) {
      return DATE;
    }
    if (type instanceof TimestampType) {
      return String.format(Locale.ROOT, "%s(%s(%s(%s)?)?)?", DATE, MINUTES, SECONDS, ZONE);
    }
    if (type instanceof TimestampNTZType) {
      return String.format(Locale.ROOT, "%s(%s(%s)?)?", DATE, MINUTES, SECONDS);
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      return NUMBER + "|" + WORDS;
    }
    return "";
  }

  /** Whether {@link UsualText#moment} reads texts of the type. */
  static boolean isMoment(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** Dates are written with slashes, too, as in 2001/01/31. */
  private static Column withHyphens(Column text) {
    return when(
            text.substr(5, 1).equalTo("/"),
            regexp_replace(text, lit("^(\\d{4})/(\\d{1,2})/"), lit("$1-$2-")))
        .otherwise(text);
  }

  /** Spark reads a zone after seconds only. */
  private static Column orWithSeconds(Column fitting, Column text) {
    String zoned = String.format(Locale.ROOT, "^(%s%s)(%s)$", DATE, MINUTES, ZONE);
    return fitting.when(text.rlike(zoned), regexp_replace(text, lit(zoned), lit("$1:00$2")));
  }

  private static boolean isInteger(DataType type) {
    return type instanceof NumericType
        && !(type instanceof DecimalType)
        && !(type instanceof DoubleType)
        && !(type instanceof FloatType);
  }
}
