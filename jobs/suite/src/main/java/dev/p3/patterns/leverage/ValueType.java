package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * The type of a column's values.
 *
 * <p>A type is <em>exact</em> when its numbers may have more digits than a double: then differences
 * and sums are taken of the keys, in units of the last digit, before anything is rounded.
 *
 * @param scale digits after the point of a decimal, else 0
 */
public record ValueType(ColumnKind kind, int scale) {
  private static final double MOST_IN_DOUBLE = 0x1p53;

  static ValueType of(DataType type) {
    return new ValueType(
        ColumnKind.of(type), type instanceof DecimalType decimal ? decimal.scale() : 0);
  }

  boolean isExact() {
    return kind == ColumnKind.LONG || isDecimal();
  }

  /** Whether keys are of 128 bits. */
  boolean isWide() {
    return kind == ColumnKind.WIDE_DECIMAL;
  }

  private boolean isDecimal() {
    return kind == ColumnKind.DECIMAL || kind == ColumnKind.WIDE_DECIMAL;
  }

  /** Whether a double may not hold a key, so that quantiles are looked for among keys. */
  boolean hasLongKeys() {
    return isExact() || kind == ColumnKind.TIMESTAMP || kind == ColumnKind.TIMESTAMP_NTZ;
  }

  /** A number of an exact type in units of its last digit. */
  BigInteger units(long key, long low) {
    return isWide() ? new Key(key, low).number() : BigInteger.valueOf(key);
  }

  /** How far a number of an exact type is above another, in units of the last digit. */
  double gap(Key from, Key to) {
    return isWide()
        ? Key.gap(from.high(), from.low(), to.high(), to.low())
        : Key.gap(from.high(), to.high());
  }

  /** What a number in units of the last digit is worth. */
  double fromUnits(double units) {
    return scale == 0 ? units : units / Math.pow(10, scale);
  }

  /** A number, rounded to a double once. */
  double number(long key, long low) {
    if (!isExact()) {
      return kind.number(key);
    }
    return isWide() || scale > 22 || Math.abs((double) key) > MOST_IN_DOUBLE
        ? decimal(key, low).doubleValue()
        : fromUnits((double) key);
  }

  /** An exact number. */
  BigDecimal decimal(long key, long low) {
    return new BigDecimal(units(key, low), scale);
  }

  /** An ordered value as text; text of a number gives the same number when it is read. */
  String text(Key key) {
    return isDecimal() ? decimal(key.high(), key.low()).toPlainString() : kind.text(key.high());
  }

  /**
   * A number between two neighbours, as text: with all its digits where the neighbours are whole
   * numbers or decimals.
   *
   * @param share how far it is on the way; 0 in types that are no numbers
   */
  String between(Key lower, Key upper, double share) {
    if (share == 0 || lower.equals(upper)) {
      return text(lower);
    }
    if (isExact() || kind == ColumnKind.INTEGER) {
      BigDecimal from = decimal(lower.high(), lower.low());
      BigDecimal gap = decimal(upper.high(), upper.low()).subtract(from);
      return plain(from.add(gap.multiply(new BigDecimal(share))));
    }
    double from = kind.number(lower.high());
    double to = kind.number(upper.high());
    double number = from + share * (to - from);
    return Double.toString(Double.isFinite(to - from) ? number : from * (1 - share) + to * share);
  }

  private String plain(BigDecimal number) {
    BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return (shortest.scale() < scale ? shortest.setScale(scale) : shortest).toPlainString();
  }
}
