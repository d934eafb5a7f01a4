package dev.p3.patterns.leverage;

/**
 * How often each pair of keys occurred: an open hash table of primitives, since boxed keys would
 * take ten times the memory and time. Not thread-safe.
 */
final class Counts {
  private static final int FEWEST_SLOTS = 64;
  private static final long MIXER = 0x9E3779B97F4A7C15L;

  private long[] left = new long[FEWEST_SLOTS];
  private long[] right = new long[FEWEST_SLOTS];

  /** 0 where the slot is free. */
  private long[] count = new long[FEWEST_SLOTS];

  private int size;

  /**
   * Pairs of keys with their counts, in no order.
   *
   * @param left the first keys
   * @param right the second keys; empty when all are 0
   * @param count how often each occurred
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxes cost
  public record Table(long[] left, long[] right, long[] count) {
    int size() {
      return count.length;
    }

    private long right(int i) {
      return right.length == 0 ? 0 : right[i];
    }
  }

  /** The number of different pairs. */
  int size() {
    return size;
  }

  void add(long leftKey, long rightKey, long times) {
    int slot = slot(leftKey, rightKey);
    if (count[slot] == 0) {
      left[slot] = leftKey;
      right[slot] = rightKey;
      size++;
    }
    count[slot] += times;
    if (size > count.length / 2) {
      grow();
    }
  }

  void addAll(Table table) {
    for (int i = 0; i < table.size(); i++) {
      add(table.left()[i], table.right(i), table.count()[i]);
    }
  }

  /** The first keys alone, for tables that have no second ones. */
  Table single() {
    Table pairs = table();
    return new Table(pairs.left(), new long[0], pairs.count());
  }

  Table table() {
    var table = new Table(new long[size], new long[size], new long[size]);
    int next = 0;
    for (int slot = 0; slot < count.length; slot++) {
      if (count[slot] != 0) {
        table.left[next] = left[slot];
        table.right[next] = right[slot];
        table.count[next++] = count[slot];
      }
    }
    return table;
  }

  private int slot(long leftKey, long rightKey) {
    long mixed = (leftKey * MIXER ^ Long.rotateLeft(rightKey, 32)) * MIXER;
    int last = count.length - 1;
    int slot = (int) (mixed >>> 32) & last;
    while (count[slot] != 0 && (left[slot] != leftKey || right[slot] != rightKey)) {
      slot = slot + 1 & last;
    }
    return slot;
  }

  private void grow() {
    long[] oldLeft = left;
    long[] oldRight = right;
    long[] oldCount = count;
    left = new long[oldCount.length * 2];
    right = new long[oldCount.length * 2];
    count = new long[oldCount.length * 2];
    for (int i = 0; i < oldCount.length; i++) {
      if (oldCount[i] != 0) {
        int slot = slot(oldLeft[i], oldRight[i]);
        left[slot] = oldLeft[i];
        right[slot] = oldRight[i];
        count[slot] = oldCount[i];
      }
    }
  }
}
