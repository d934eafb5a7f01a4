package dev.p3.patterns.separate;

import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;

import dev.p3.data.raw.UsualValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Texts of the form that most of a type have, told and read by their bytes, which takes a small
 * part of the time of a regular expression and of Spark's cast. The expressions of {@link
 * TextValue} match all these texts, too, and more.
 */
final class UsualText {
  private UsualText() {}

  /**
   * The day or moment of a text like {@code 2001-01-31}, for moments like {@code 2001-01-31
   * 23:59:59} or {@code 2001-01-31T23:59:59.000}; null for every other text.
   *
   * @param type DATE, TIMESTAMP or TIMESTAMP_NTZ
   * @param zone of moments; without one those of TIMESTAMP are not read
   */
  static Column moment(Column text, DataType type, Optional<ZoneId> zone) {
    if (type instanceof DateType) {
      return date_from_unix_date(
          read(text, bytes -> UsualMoment.isDay(bytes) ? UsualMoment.day(bytes) : null, "int"));
    }
    if (type instanceof TimestampType) {
      if (zone.isEmpty()) {
        return lit(null).cast(type);
      }
      UsualMoment.Clock clock = new UsualMoment.Clock(zone.get());
      return timestamp_micros(
          read(text, bytes -> UsualMoment.isMoment(bytes) ? clock.micros(bytes) : null, "bigint"));
    }
    return read(
        text,
        bytes -> UsualMoment.isMoment(bytes) ? UsualMoment.local(bytes) : null,
        "timestamp_ntz");
  }

  /**
   * What reads texts of a type from their bytes, before Spark has them; empty for types that are
   * read by expressions alone.
   *
   * @param zone as {@link #moment} takes it
   */
  static Optional<UsualValue> reader(DataType type, Optional<ZoneId> zone) {
    if (type instanceof IntegerType) {
      return Optional.of(UsualNumber::ofInt);
    }
    if (type instanceof LongType) {
      return Optional.of(UsualNumber::ofLong);
    }
    if (type instanceof DoubleType) {
      return Optional.of(UsualNumber::ofDouble);
    }
    if (type instanceof DateType) {
      return Optional.of(
          (text, from, to) ->
              UsualMoment.isDay(text, from, to) ? UsualMoment.day(text, from) : UsualValue.NONE);
    }
    if (type instanceof TimestampType) {
      return zone.map(UsualText::moments);
    }
    return type instanceof TimestampNTZType
        ? Optional.of(moments(ZoneOffset.UTC))
        : Optional.empty();
  }

  private static UsualValue moments(ZoneId zone) {
    var clock = new UsualMoment.Clock(zone);
    return (text, from, to) ->
        UsualMoment.isMoment(text, from, to) ? clock.micros(text, from, to) : UsualValue.NONE;
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
      } else if (next != '0' && UsualMoment.isDigit(next)) {
        last = i;
      }
    }
    return last - point > scale;
  }

  private static Column told(Column text, UDF1<byte[], Boolean> form) {
    UDF1<byte[], Boolean> evenOfNull = bytes -> bytes != null && form.call(bytes);
    return udf(evenOfNull, DataTypes.BooleanType).apply(text.cast(DataTypes.BinaryType));
  }

  private static <T> Column read(Column text, UDF1<byte[], T> reader, String type) {
    UDF1<byte[], T> evenNull = bytes -> bytes == null ? null : reader.call(bytes);
    return udf(evenNull, DataType.fromDDL(type)).apply(text.cast(DataTypes.BinaryType));
  }

  private static boolean isNumber(byte[] text) {
    int points = 0;
    int first = text.length > 0 && text[0] == '-' ? 1 : 0;
    for (int i = first; i < text.length; i++) {
      if (text[i] == '.' && i > first) {
        points++;
      } else if (!UsualMoment.isDigit(text[i])) {
        return false;
      }
    }
    return text.length > first && points <= 1;
  }
}
