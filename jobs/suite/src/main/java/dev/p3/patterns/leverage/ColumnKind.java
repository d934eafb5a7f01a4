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
 * kinds. NaN is one value, above all others, as in SQL; minus zero is zero.
 */
public enum ColumnKind {
  INTEGER,
  FLOAT,
  DOUBLE,
  DECIMAL,
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

  static ColumnKind of(DataType type) {
    if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return INTEGER;
    }
    if (type instanceof DecimalType) {
      return DECIMAL;
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
    return this == INTEGER || this == FLOAT || this == DOUBLE || this == DECIMAL;
  }

  /** Whether keys are in the order of the values, so that there are quantiles. */
  boolean isOrdered() {
    return this != TEXT && this != BINARY && this != OPAQUE;
  }

  /** Whether values can be told apart, so that distinct ones can be counted. */
  boolean isComparable() {
    return this != OPAQUE;
  }

  /** The column in the form in which {@link #key} takes its values; cheap to hand to Java. */
  Column projected(String name) {
    Column column = Columns.named(name);
    return switch (this) {
      case INTEGER -> column.cast("bigint");
      case FLOAT, DOUBLE -> column.cast("double");
      case BOOLEAN -> column.cast("int").cast("bigint");
      case DATE -> unix_date(column).cast("bigint");
      case TIMESTAMP -> unix_micros(column);
      case DECIMAL, TIMESTAMP_NTZ -> column;
      case TEXT -> column.cast("binary");
      case BINARY -> when(column.isNotNull(), xxhash64(column));
      case OPAQUE -> when(column.isNotNull(), lit(0L));
    };
  }

  /** The key of a value that is not null, in the form of {@link #projected}; not for texts. */
  long key(Object value) {
    return switch (this) {
      case FLOAT, DOUBLE -> sortable((Double) value);
      case DECIMAL -> sortable(((BigDecimal) value).doubleValue());
      case TIMESTAMP_NTZ -> {
        var moment = (LocalDateTime) value;
        yield moment.toEpochSecond(ZoneOffset.UTC) * MICROS
            + moment.getLong(ChronoField.MICRO_OF_SECOND);
      }
      default -> (Long) value;
    };
  }

  /** The number that stands for an ordered key in quantiles and moments. */
  double number(long key) {
    return switch (this) {
      case FLOAT, DOUBLE, DECIMAL -> Double.longBitsToDouble(key >= 0 ? key : key ^ Long.MAX_VALUE);
      default -> key;
    };
  }

  /** The key of a number, as {@link #number} gives them. */
  long keyOf(double number) {
    return switch (this) {
      case FLOAT, DOUBLE, DECIMAL -> sortable(number);
      default -> (long) number;
    };
  }

  /** An ordered value as text; text of a number gives the same number when it is read. */
  String text(long key) {
    return switch (this) {
      case FLOAT -> Float.toString((float) number(key));
      case DOUBLE, DECIMAL -> Double.toString(number(key));
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
