package dev.p3.patterns.leverage;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.p3.table.Columns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What the values of a column are, as far as a summary is concerned.
 *
 * <p>Every value has a <em>key</em>: a long that is equal for equal values and, where the kind is
 * ordered, in the order of the values. So one table of counts and one pair of extremes serve all
 * kinds; only decimals of more than 18 digits have keys of two longs. NaN is one value, above all
 * others, as in SQL; minus zero is zero.
 */
public enum ColumnKind {
  /** Of at most 32 bits. */
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  /** Of at most 18 digits; keys are in units of the last digit. */
  DECIMAL,
  /** Of more digits; keys have 128 bits, of which {@link #low} gives the lower half. */
  WIDE_DECIMAL,
  BOOLEAN,
  DATE,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  /** Keys are hashes of 64 bits: equal for equal texts, and in no order. */
  TEXT,
  /** Keys are hashes of 64 bits. */
  BINARY,
  /** Anything else, of which only the nulls are counted. */
  OPAQUE;

  private static final long MICROS = 1_000_000;
  private static final int MOST_DIGITS_IN_LONG = 18;

  static ColumnKind of(DataType type) {
    if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return type instanceof LongType ? LONG : INTEGER;
    }
    if (type instanceof DecimalType decimal) {
      return decimal.precision() > MOST_DIGITS_IN_LONG ? WIDE_DECIMAL : DECIMAL;
    }
    if (type instanceof FloatType || type instanceof DoubleType) {
      return type instanceof FloatType ? FLOAT : DOUBLE;
    }
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return type instanceof TimestampType ? TIMESTAMP : TIMESTAMP_NTZ;
    }
    if (type instanceof StringType || type instanceof BinaryType) {
      return type instanceof StringType ? TEXT : BINARY;
    }
    if (type instanceof DateType) {
      return DATE;
    }
    return type instanceof BooleanType ? BOOLEAN : OPAQUE;
  }

  boolean isNumeric() {
    return switch (this) {
      case INTEGER, LONG, FLOAT, DOUBLE, DECIMAL, WIDE_DECIMAL -> true;
      default -> false;
    };
  }

  /** Whether keys are in the order of the values, so that there are quantiles. */
  boolean isOrdered() {
    return this != TEXT && this != BINARY && this != OPAQUE;
  }

  /** Whether values can be distinguished, so that distinct ones can be counted. */
  boolean isComparable() {
    return this != OPAQUE;
  }

  /** The column in the form in which {@link #key} takes its values; cheap to hand to Java. */
  Column projected(String name) {
    Column column = Columns.named(name);
    return switch (this) {
      case INTEGER, LONG -> column.cast("bigint");
      case FLOAT, DOUBLE -> column.cast("double");
      case BOOLEAN -> column.cast("int").cast("bigint");
      case DATE -> unix_date(column).cast("bigint");
      case TIMESTAMP -> unix_micros(column);
      case DECIMAL, WIDE_DECIMAL, TIMESTAMP_NTZ -> column;
      case TEXT -> column.cast("binary");
      case BINARY -> when(column.isNotNull(), xxhash64(column));
      case OPAQUE -> when(column.isNotNull(), lit(0L));
    };
  }

  /** The column in the form in which {@link #key(InternalRow, int, int)} takes its values. */
  Column internal(String name) {
    return this == TEXT ? Columns.named(name) : projected(name);
  }

  /**
   * The key of a value that is not null, of a row as Spark itself holds it; not for texts and wide
   * decimals.
   *
   * @param scale of decimals
   */
  long key(InternalRow row, int field, int scale) {
    return switch (this) {
      case FLOAT, DOUBLE -> sortable(row.getDouble(field));
      case DECIMAL -> row.getDecimal(field, MOST_DIGITS_IN_LONG, scale).toUnscaledLong();
      default -> row.getLong(field);
    };
  }

  /** The key of a value that is not null, in the form of {@link #projected}; not for texts. */
  long key(Object value) {
    return switch (this) {
      case FLOAT, DOUBLE -> sortable((Double) value);
      case DECIMAL -> ((BigDecimal) value).unscaledValue().longValue();
      case WIDE_DECIMAL -> Key.of(((BigDecimal) value).unscaledValue()).high();
      case TIMESTAMP_NTZ -> {
        var moment = (LocalDateTime) value;
        yield moment.toEpochSecond(ZoneOffset.UTC) * MICROS
            + moment.getLong(ChronoField.MICRO_OF_SECOND);
      }
      default -> (Long) value;
    };
  }

  /** The lower half of a value's key; 0 where a key is one long. */
  long low(Object value) {
    return this == WIDE_DECIMAL ? ((BigDecimal) value).unscaledValue().longValue() : 0;
  }

  /** The key of a value, of one long or two. */
  Key wholeKey(Object value) {
    return new Key(key(value), low(value));
  }

  /** The number that stands for an ordered key; not of decimals. */
  double number(long key) {
    return switch (this) {
      case FLOAT, DOUBLE -> Double.longBitsToDouble(key >= 0 ? key : key ^ Long.MAX_VALUE);
      default -> key;
    };
  }

  /** The key of a number, as {@link #number} gives them. */
  long keyOf(double number) {
    return switch (this) {
      case FLOAT, DOUBLE -> sortable(number);
      default -> (long) number;
    };
  }

  /** An ordered value that is no decimal as text, which gives the same value when it is read. */
  String text(long key) {
    return switch (this) {
      case FLOAT -> Float.toString((float) number(key));
      case DOUBLE -> Double.toString(number(key));
      case BOOLEAN -> Boolean.toString(key != 0);
      case DATE -> LocalDate.ofEpochDay(key).toString();
      case TIMESTAMP ->
          DateTimeFormatter.ISO_INSTANT.format(Instant.EPOCH.plus(key, ChronoUnit.MICROS));
      case TIMESTAMP_NTZ ->
          DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
              LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(key, ChronoUnit.MICROS));
      default -> Long.toString(key);
    };
  }

  /** The bits of a number, changed so that longs are in the order of numbers. */
  private static long sortable(double number) {
    long bits = Double.doubleToLongBits(number == 0 ? 0 : number);
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }
}
