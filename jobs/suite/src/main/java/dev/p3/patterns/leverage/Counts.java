package dev.p3.patterns.leverage;

import java.util.Arrays;

/**
 * How often each pair of keys occurred: an open hash table of primitives, since boxed keys would
 * take ten times the memory and time. A key of 128 bits is a pair itself; pairs of such keys have
 * two longs more. Not thread-safe.
 */
final class Counts {
  private static final int FEWEST_SLOTS = 16;
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private long[] left = new long[FEWEST_SLOTS];
  private long[] right = new long[FEWEST_SLOTS];

  /** 0 where the slot is free. */
  private long[] count = new long[FEWEST_SLOTS];

  /** For each slot the lower halves of the left and the right key; null when there are none. */
  private long[] lows;

  private int size;

  Counts() {
    this(false);
  }

  /**
   * @param arePairsWide whether a side of the pairs has keys of 128 bits
   */
  Counts(boolean arePairsWide) {
    lows = arePairsWide ? new long[2 * FEWEST_SLOTS] : null;
  }

  /**
   * Pairs of keys with their counts, in no order.
   *
   * @param left the first keys
   * @param right the second keys; empty when all are 0
   * @param count how often each occurred
   * @param lows for each pair the lower halves of its keys; empty when keys are single longs
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
  public record Table(long[] left, long[] right, long[] count, long[] lows) {
    int size() {
      return count.length;
    }

    /** One long for each left key, in the order of the keys. */
    long[] leftOrder() {
      return lows.length == 0 ? left : order(left, 0);
    }

    /** One long for each right key, in the order of the keys. */
    long[] rightOrder() {
      return lows.length == 0 ? right : order(right, 1);
    }

    private long[] order(long[] highs, int side) {
      long[] sortedHighs = highs.clone();
      long[] sortedLows = new long[size()];
      Arrays.setAll(sortedLows, i -> low(i, side));
      Key.sort(sortedHighs, sortedLows);
      // Equal keys need one place: that of the first of them.
      long[] first = new long[size()];
      for (int i = 1; i < first.length; i++) {
        boolean isSame = sortedHighs[i] == sortedHighs[i - 1] && sortedLows[i] == sortedLows[i - 1];
        first[i] = isSame ? first[i - 1] : i;
      }
      long[] order = new long[size()];
      Arrays.setAll(order, i -> first[Key.search(sortedHighs, sortedLows, highs[i], low(i, side))]);
      return order;
    }

    private long right(int i) {
      return right.length == 0 ? 0 : right[i];
    }

    private long low(int i, int side) {
      return lows.length == 0 ? 0 : lows[2 * i + side];
    }
  }

  /** The number of different pairs. */
  int size() {
    return size;
  }

  void add(long leftKey, long rightKey, long times) {
    add(leftKey, 0, rightKey, 0, times);
  }

  /** Adds a pair of keys of which one has 128 bits or both. */
  void add(long leftKey, long leftLow, long rightKey, long rightLow, long times) {
    int slot = slot(leftKey, leftLow, rightKey, rightLow);
    if (count[slot] == 0) {
      left[slot] = leftKey;
      right[slot] = rightKey;
      if (lows != null) {
        lows[2 * slot] = leftLow;
        lows[2 * slot + 1] = rightLow;
      }
      size++;
    }
    count[slot] += times;
    if (size > count.length / 2) {
      grow();
    }
  }

  void addAll(Table table) {
    for (int i = 0; i < table.size(); i++) {
      add(table.left()[i], table.low(i, 0), table.right(i), table.low(i, 1), table.count()[i]);
    }
  }

  /** The first keys alone, for tables that have no second ones. */
  Table single() {
    Table pairs = table();
    return new Table(pairs.left(), new long[0], pairs.count(), new long[0]);
  }

  Table table() {
    var table =
        new Table(
            new long[size], new long[size], new long[size], new long[lows == null ? 0 : 2 * size]);
    int next = 0;
    for (int slot = 0; slot < count.length; slot++) {
      if (count[slot] != 0) {
        table.left[next] = left[slot];
        table.right[next] = right[slot];
        if (lows != null) {
          table.lows[2 * next] = lows[2 * slot];
          table.lows[2 * next + 1] = lows[2 * slot + 1];
        }
        table.count[next++] = count[slot];
      }
    }
    return table;
  }

  private int slot(long leftKey, long leftLow, long rightKey, long rightLow) {
    long mixed = (leftKey * MIXER ^ Long.rotateLeft(rightKey, 32)) * MIXER;
    if (lows != null) {
      mixed = ((mixed ^ leftLow) * MIXER ^ Long.rotateLeft(rightLow, 32)) * MIXER;
    }
    int last = count.length - 1;
    int slot = (int) (mixed >>> 32) & last;
    while (count[slot] != 0
        && (left[slot] != leftKey
            || right[slot] != rightKey
            || hasOtherLows(slot, leftLow, rightLow))) {
      slot = slot + 1 & last;
    }
    return slot;
  }

  private boolean hasOtherLows(int slot, long leftLow, long rightLow) {
    return lows != null && (lows[2 * slot] != leftLow || lows[2 * slot + 1] != rightLow);
  }

  private void grow() {
    Table old = table();
    left = new long[count.length * 2];
    right = new long[left.length];
    lows = lows == null ? null : new long[2 * left.length];
    count = new long[left.length];
    size = 0;
    addAll(old);
  }
}
