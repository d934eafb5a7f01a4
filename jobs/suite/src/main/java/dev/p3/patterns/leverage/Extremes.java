package dev.p3.patterns.leverage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The least and the greatest value of a column. Texts are compared by code point, as Spark does;
 * decimals of more than 18 digits as such; all else by key. Not thread-safe.
 */
final class Extremes {
  private final ValueType type;
  private final ColumnKind kind;
  private long leastKey = Long.MAX_VALUE;
  private long greatestKey = Long.MIN_VALUE;

  /** Of texts and wide decimals; null when there were none. */
  private Object least;

  private Object greatest;

  Extremes(ValueType type) {
    this.type = type;
    this.kind = type.kind();
  }

  /**
   * Extremes as they travel.
   *
   * @param least of texts and wide decimals, else null
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
  public record Packed(long leastKey, long greatestKey, byte[] least, byte[] greatest) {}

  /**
   * Adds a value.
   *
   * @param value of texts a UTF8String, which is copied when it is kept; of wide decimals a
   *     BigDecimal; else not looked at
   */
  void add(long key, Object value) {
    if (kind == ColumnKind.TEXT) {
      addText((UTF8String) value);
    } else if (type.isWide()) {
      least = least == null || compare(value, least) < 0 ? value : least;
      greatest = greatest == null || compare(value, greatest) > 0 ? value : greatest;
    } else {
      leastKey = Math.min(leastKey, key);
      greatestKey = Math.max(greatestKey, key);
    }
  }

  /** Adds values that are their keys. */
  void addEach(long[] keys, int number) {
    long lower = leastKey;
    long upper = greatestKey;
    for (int i = 0; i < number; i++) {
      lower = Math.min(lower, keys[i]);
      upper = Math.max(upper, keys[i]);
    }
    leastKey = lower;
    greatestKey = upper;
  }

  /** Keys are of the first bytes, which often decide: to compare all of them takes a copy. */
  private void addText(UTF8String text) {
    long key = text.getPrefix() ^ Long.MIN_VALUE;
    if (least == null
        || key < leastKey
        || (key == leastKey && compare(text.getBytes(), least) < 0)) {
      leastKey = key;
      least = text.copy().getBytes();
    }
    if (greatest == null
        || key > greatestKey
        || (key == greatestKey && compare(text.getBytes(), greatest) > 0)) {
      greatestKey = key;
      greatest = text.copy().getBytes();
    }
  }

  void add(Packed other) {
    if (other.least() != null) {
      add(0, value(other.least()));
      add(0, value(other.greatest()));
    }
    leastKey = Math.min(leastKey, other.leastKey());
    greatestKey = Math.max(greatestKey, other.greatestKey());
  }

  Packed packed() {
    return new Packed(leastKey, greatestKey, bytes(least), bytes(greatest));
  }

  /** Whether there are values, and all are equal. */
  boolean areEqual() {
    return comparesValues()
        ? least != null && compare(least, greatest) == 0
        : leastKey == greatestKey;
  }

  /** The least value as text; null when there is none. */
  String least() {
    return text(leastKey, least);
  }

  /** The greatest value as text; null when there is none. */
  String greatest() {
    return text(greatestKey, greatest);
  }

  private String text(long key, Object value) {
    if (comparesValues()) {
      return value == null ? null : new String(bytes(value), StandardCharsets.UTF_8);
    }
    return kind.isOrdered() && leastKey <= greatestKey ? type.text(new Key(key, 0)) : null;
  }

  private boolean comparesValues() {
    return kind == ColumnKind.TEXT || type.isWide();
  }

  private int compare(Object left, Object right) {
    return kind == ColumnKind.TEXT
        ? Arrays.compareUnsigned((byte[]) left, (byte[]) right)
        : ((BigDecimal) left).compareTo((BigDecimal) right);
  }

  private Object value(byte[] bytes) {
    return kind == ColumnKind.TEXT
        ? UTF8String.fromBytes(bytes)
        : new BigDecimal(new String(bytes, StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString().getBytes(StandardCharsets.US_ASCII);
    }
    return (byte[]) value;
  }
}
