package dev.p3.patterns.leverage;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A key that is longer than a long: a whole number of 128 bits. Keys of one long are kept as their
 * {@code high} part, so that all keys are in the order of their values.
 *
 * @param high the upper 64 bits, with the sign
 * @param low the lower 64 bits, without one; 0 in keys of one long
 */
public record Key(long high, long low) implements Comparable<Key> {
  private static final double TWO_TO_64 = 0x1p64;

  /** The key of 128 bits of a number between -2¹²⁷ and 2¹²⁷. */
  static Key of(BigInteger number) {
    return new Key(number.shiftRight(Long.SIZE).longValue(), number.longValue());
  }

  /** The number of which a key of 128 bits was made. */
  BigInteger number() {
    return BigInteger.valueOf(high)
        .shiftLeft(Long.SIZE)
        .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
        .add(BigInteger.valueOf(low & 1));
  }

  @Override
  public int compareTo(Key other) {
    return compare(high, low, other.high, other.low);
  }

  static int compare(long high, long low, long otherHigh, long otherLow) {
    return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
  }

  /** How far a long is above another: rounded once, however far. */
  static double gap(long from, long to) {
    long gap = to - from;
    boolean overflows = ((to ^ from) & (to ^ gap)) < 0;
    return overflows ? (double) to - (double) from : (double) gap;
  }

  /** How far a key of 128 bits is above another: the difference is exact before it is rounded. */
  static double gap(long fromHigh, long fromLow, long toHigh, long toLow) {
    if (compare(fromHigh, fromLow, toHigh, toLow) > 0) {
      return -gap(toHigh, toLow, fromHigh, fromLow);
    }
    long borrow = Long.compareUnsigned(toLow, fromLow) < 0 ? 1 : 0;
    return unsigned(toHigh - fromHigh - borrow) * TWO_TO_64 + unsigned(toLow - fromLow);
  }

  private static double unsigned(long number) {
    return number >= 0 ? number : ((number >>> 1) | (number & 1)) * 2.0;
  }

  /**
   * Sorts keys in place.
   *
   * @param lows empty when the keys are of one long
   */
  static void sort(long[] highs, long[] lows) {
    if (lows.length == 0) {
      Arrays.sort(highs);
      return;
    }
    Key[] keys = new Key[highs.length];
    Arrays.setAll(keys, i -> new Key(highs[i], lows[i]));
    Arrays.sort(keys);
    for (int i = 0; i < keys.length; i++) {
      highs[i] = keys[i].high;
      lows[i] = keys[i].low;
    }
  }

  /**
   * Where a key is among sorted ones, as {@link Arrays#binarySearch(long[], long)} says it.
   *
   * @param lows empty when the keys are of one long
   */
  static int search(long[] highs, long[] lows, long high, long low) {
    if (lows.length == 0) {
      return Arrays.binarySearch(highs, high);
    }
    int from = 0;
    int to = highs.length - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = compare(highs[middle], lows[middle], high, low);
      if (order == 0) {
        return middle;
      }
      from = order < 0 ? middle + 1 : from;
      to = order < 0 ? to : middle - 1;
    }
    return -from - 1;
  }
}
