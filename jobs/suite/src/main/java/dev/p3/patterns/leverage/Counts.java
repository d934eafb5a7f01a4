package dev.p3.patterns.leverage;

import java.util.Arrays;

/**
 * How often each key or pair of keys occurred: an open hash table of primitives, since boxed keys
 * would take ten times the memory and time. What a slot holds stands together: most of the time
 * goes into waiting for memory, and with an array for each part a slot was three such waits. A key
 * of 128 bits is a pair itself; pairs of such keys have two longs more. Not thread-safe.
 */
final class Counts {
  private static final int FEWEST_SLOTS = 16;
  private static final long MIXER = 0x9E3779B97F4A7C15L;
  private static final int OF_SINGLE = 1;
  private static final int OF_PAIR = 2;
  private static final int OF_WIDE_PAIR = 4;

  /** The longs of a key: left, right, and the lower halves of both. */
  private final int longs;

  /** For each slot the longs of its key, and its count: 0 where the slot is free. */
  private long[] slots;

  private int capacity;
  private int size;

  /** Of pairs of keys of one long. */
  Counts() {
    this(false);
  }

  /**
   * Of pairs of keys.
   *
   * @param arePairsWide whether a side of the pairs has keys of 128 bits
   */
  Counts(boolean arePairsWide) {
    this(arePairsWide ? OF_WIDE_PAIR : OF_PAIR);
  }

  private Counts(int longs) {
    this.longs = longs;
    clear(FEWEST_SLOTS);
  }

  /**
   * Of keys, which are the left ones, or of 128 bits with the right ones as lower halves.
   *
   * @param areWide whether keys have 128 bits
   */
  static Counts ofKeys(boolean areWide) {
    return new Counts(areWide ? OF_PAIR : OF_SINGLE);
  }

  /**
   * Pairs of keys with their counts, in no order.
   *
   * @param left the first keys
   * @param right the second keys; empty when there are none
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

  /** The number of different keys or pairs. */
  int size() {
    return size;
  }

  void add(long leftKey, long rightKey, long times) {
    add(leftKey, 0, rightKey, 0, times);
  }

  /** Adds a pair of keys of which one has 128 bits or both. */
  void add(long leftKey, long leftLow, long rightKey, long rightLow, long times) {
    int at = find(leftKey, leftLow, rightKey, rightLow);
    if (slots[at + longs] == 0) {
      slots[at] = leftKey;
      if (longs > OF_SINGLE) {
        slots[at + 1] = rightKey;
      }
      if (longs > OF_PAIR) {
        slots[at + 2] = leftLow;
        slots[at + 3] = rightLow;
      }
      size++;
    }
    slots[at + longs] += times;
    if (size > capacity / 2) {
      grow(2 * capacity);
    }
  }

  /**
   * Adds each of some keys of one long once. What one waits for in memory does not hold up the
   * next.
   */
  void addEach(long[] keys, int number) {
    for (int i = 0; i < number; i++) {
      add(keys[i], 0, 0, 0, 1);
    }
  }

  /** Adds a table, whose keys are all different. */
  void addAll(Table table) {
    int needed = capacity;
    while (table.size() > needed / 2) {
      needed *= 2;
    }
    if (needed > capacity) {
      grow(needed);
    }
    for (int i = 0; i < table.size(); i++) {
      add(table.left()[i], table.low(i, 0), table.right(i), table.low(i, 1), table.count()[i]);
    }
  }

  Table table() {
    var table =
        new Table(
            new long[size],
            new long[longs == OF_SINGLE ? 0 : size],
            new long[size],
            new long[longs == OF_WIDE_PAIR ? 2 * size : 0]);
    int next = 0;
    for (int at = 0; at < slots.length; at += longs + 1) {
      if (slots[at + longs] != 0) {
        table.left[next] = slots[at];
        if (longs > OF_SINGLE) {
          table.right[next] = slots[at + 1];
        }
        if (longs > OF_PAIR) {
          table.lows[2 * next] = slots[at + 2];
          table.lows[2 * next + 1] = slots[at + 3];
        }
        table.count[next++] = slots[at + longs];
      }
    }
    return table;
  }

  /** Where the slot of a key begins, or the free one where it belongs. */
  private int find(long leftKey, long leftLow, long rightKey, long rightLow) {
    long mixed = (leftKey * MIXER ^ Long.rotateLeft(rightKey, 32)) * MIXER;
    if (longs == OF_WIDE_PAIR) {
      mixed = ((mixed ^ leftLow) * MIXER ^ Long.rotateLeft(rightLow, 32)) * MIXER;
    }
    int slot = (int) (mixed >>> 32) & capacity - 1;
    int at = slot * (longs + 1);
    while (slots[at + longs] != 0
        && (slots[at] != leftKey
            || (longs > OF_SINGLE && slots[at + 1] != rightKey)
            || (longs > OF_PAIR && (slots[at + 2] != leftLow || slots[at + 3] != rightLow)))) {
      slot = slot + 1 & capacity - 1;
      at = slot * (longs + 1);
    }
    return at;
  }

  /** Without a table in between, whose arrays were as large as what grows. */
  private void grow(int newCapacity) {
    long[] old = slots;
    clear(newCapacity);
    for (int at = 0; at < old.length; at += longs + 1) {
      if (old[at + longs] != 0) {
        boolean arePairs = longs > OF_SINGLE;
        boolean areWide = longs > OF_PAIR;
        int to =
            find(
                old[at],
                areWide ? old[at + 2] : 0,
                arePairs ? old[at + 1] : 0,
                areWide ? old[at + 3] : 0);
        System.arraycopy(old, at, slots, to, longs + 1);
        size++;
      }
    }
  }

  private void clear(int newCapacity) {
    capacity = newCapacity;
    slots = new long[newCapacity * (longs + 1)];
    size = 0;
  }
}
