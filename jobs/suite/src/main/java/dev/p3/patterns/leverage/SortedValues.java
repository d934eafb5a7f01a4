package dev.p3.patterns.leverage;

import java.util.Arrays;

/**
 * The values of an ordered column in ascending order, with how many rows there are up to each.
 *
 * @param lows the lower halves of keys of 128 bits; empty when keys are single longs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
record SortedValues(ValueType type, long[] highs, long[] lows, long[] upTo) {

  /**
   * @param counts of different keys; the right ones are the lower halves when keys have 128 bits
   */
  static SortedValues of(ValueType type, Counts.Table counts) {
    long[] highs = counts.left().clone();
    long[] lows = type.isWide() ? counts.right().clone() : new long[0];
    Key.sort(highs, lows);
    long[] upTo = new long[highs.length];
    for (int i = 0; i < highs.length; i++) {
      long low = type.isWide() ? counts.right()[i] : 0;
      upTo[Key.search(highs, lows, counts.left()[i], low)] = counts.count()[i];
    }
    Arrays.parallelPrefix(upTo, Long::sum);
    return new SortedValues(type, highs, lows, upTo);
  }

  /** Values as texts, those of numbers interpolated between neighbours. */
  String[] quantiles(double... shares) {
    return Arrays.stream(shares).mapToObj(this::quantile).toArray(String[]::new);
  }

  /** For each share the smallest value, as text, up to which there are that many rows. */
  String[] texts(double... shares) {
    return Arrays.stream(shares)
        .mapToObj(share -> isEmpty() ? null : type.text(key(discrete(share))))
        .toArray(String[]::new);
  }

  /** For each share the key of the smallest value up to which there are that many rows. */
  Key[] keys(double... shares) {
    return isEmpty()
        ? new Key[0]
        : Arrays.stream(shares).mapToObj(share -> key(discrete(share))).toArray(Key[]::new);
  }

  private String quantile(double share) {
    if (isEmpty() || !type.kind().isNumeric()) {
      return texts(share)[0];
    }
    double rank = share * (rows() - 1);
    long below = (long) Math.floor(rank);
    return type.between(key(index(below)), key(index((long) Math.ceil(rank))), rank - below);
  }

  private boolean isEmpty() {
    return highs.length == 0;
  }

  private Key key(int i) {
    return new Key(highs[i], type.isWide() ? lows[i] : 0);
  }

  private int discrete(double share) {
    return index(Math.max(0, (long) Math.ceil(share * rows()) - 1));
  }

  /** Where the value of a row is, rows counted from 0 in ascending order. */
  private int index(long row) {
    int found = Arrays.binarySearch(upTo, row + 1);
    return found >= 0 ? found : -found - 1;
  }

  private long rows() {
    return upTo[upTo.length - 1];
  }
}
