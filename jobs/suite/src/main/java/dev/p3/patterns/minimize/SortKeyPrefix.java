package dev.p3.patterns.minimize;

import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.minute;
import static org.apache.spark.sql.functions.second;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_date;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * A whole number for a value to rank by: of two values, the one that ranks first never has the
 * smaller number. Values that differ little may have the same number.
 */
final class SortKeyPrefix {
  /** Of a row without a value: it ranks last, whether the largest or the smallest is first. */
  private static final long NONE = Long.MIN_VALUE;

  private static final int PREFIX_BYTES = 7;

  private SortKeyPrefix() {}

  /**
   * What {@link #of} takes for a column: a DOUBLE or a BINARY in the column's order.
   *
   * @return empty for a type that has no such form
   */
  static Optional<Column> column(Column value, DataType type) {
    if (type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof TimestampType) {
      return Optional.of(value.cast(DataTypes.DoubleType));
    }
    if (type instanceof DateType) {
      return Optional.of(unix_date(value).cast(DataTypes.DoubleType));
    }
    if (type instanceof TimestampNTZType) {
      return Optional.of(secondsOfLocalTime(value).cast(DataTypes.DoubleType));
    }
    // Text with a collation has an order of its own, so it is not equal to this type.
    return type.equals(DataTypes.StringType) || type instanceof BinaryType
        ? Optional.of(value.cast(DataTypes.BinaryType))
        : Optional.empty();
  }

  /** Not by way of a moment: where clocks are set back, these are not in the same order. */
  private static Column secondsOfLocalTime(Column value) {
    Column hours =
        unix_date(to_date(value)).cast(DataTypes.LongType).multiply(24).plus(hour(value));
    return hours.multiply(60).plus(minute(value)).multiply(60).plus(second(value));
  }

  /**
   * The number.
   *
   * @param value Double, byte[] or null
   * @param smallest whether the smallest value ranks first
   */
  static long of(Object value, boolean smallest) {
    if (value == null) {
      return NONE;
    }
    long ascending =
        value instanceof byte[] bytes ? prefix(bytes) : inOrderOfBits((Double) value + 0.0);
    return smallest ? ~ascending : ascending;
  }

  /** Adding 0.0 has made one of both zeros; NaN is above infinity, as in Spark. */
  private static long inOrderOfBits(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static long prefix(byte[] bytes) {
    long prefix = 0;
    for (int i = 0; i < PREFIX_BYTES; i++) {
      prefix = prefix << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
    }
    return prefix;
  }
}
