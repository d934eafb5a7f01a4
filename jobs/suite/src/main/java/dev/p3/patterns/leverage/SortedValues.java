package dev.p3.patterns.leverage;

import java.util.Arrays;

/** The values of an ordered column in ascending order, with how many rows there are up to each. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxes cost
record SortedValues(ColumnKind kind, long[] keys, long[] upTo) {

  static SortedValues of(ColumnKind kind, Counts.Table counts) {
    long[] keys = counts.left().clone();
    Arrays.sort(keys);
    long[] upTo = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      upTo[Arrays.binarySearch(keys, counts.left()[i])] = counts.count()[i];
    }
    Arrays.parallelPrefix(upTo, Long::sum);
    return new SortedValues(kind, keys, upTo);
  }

  String[] quantiles(double... shares) {
    return Arrays.stream(shares).mapToObj(this::quantile).toArray(String[]::new);
  }

  /** For each share the smallest value up to which there are that many rows. */
  double[] values(double... shares) {
    return keys.length == 0
        ? new double[0]
        : Arrays.stream(shares).map(share -> kind.number(keys[discrete(share)])).toArray();
  }

  private String quantile(double share) {
    if (keys.length == 0) {
      return null;
    }
    if (!kind.isNumeric()) {
      return kind.text(keys[discrete(share)]);
    }
    double place = share * (rows() - 1);
    long below = (long) Math.floor(place);
    return interpolated(
        kind, keys[index(below)], keys[index((long) Math.ceil(place))], place - below);
  }

  /** A number between two neighbours, as text. */
  static String interpolated(ColumnKind kind, long lower, long upper, double share) {
    if (share == 0 || lower == upper) {
      return kind.text(lower);
    }
    double from = kind.number(lower);
    double number = from + share * (kind.number(upper) - from);
    boolean isWhole = kind == ColumnKind.INTEGER && number == Math.rint(number);
    return isWhole ? Long.toString((long) number) : Double.toString(number);
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
