package dev.p3.patterns.leverage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A sketch of the quantiles of keys that doubles cannot hold, since the sketches of DataSketches
 * that every Spark line has are of doubles. A level that is full is sorted, and every other key of
 * it goes one level up, where it counts twice. Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/2500128">Agarwal and others: Mergeable summaries</a>
 */
final class KeySketch {
  private static final long SEED = 20;

  private final int size;
  private final boolean isWide;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Level> levels = new ArrayList<>();

  /**
   * @param size keys of a level: even; the rank error at 99 % confidence is below 2 by size
   * @param isWide whether keys have 128 bits
   */
  KeySketch(int size, boolean isWide) {
    this.size = size;
    this.isWide = isWide;
  }

  /**
   * A sketch as it travels: its keys, level by level.
   *
   * @param lows empty when keys are single longs
   * @param sizes how many keys each level has
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
  public record Packed(long[] highs, long[] lows, int[] sizes) {}

  private final class Level {
    private final long[] highs = new long[size];
    private final long[] lows = new long[isWide ? size : 0];
    private int held;
  }

  /** Adds a key that occurred so many times. */
  void add(long high, long low, long times) {
    long rest = times;
    for (int level = 0; rest != 0; level++) {
      if ((rest & 1) != 0) {
        addTo(level, high, low);
      }
      rest >>>= 1;
    }
  }

  void add(Packed other) {
    int next = 0;
    for (int level = 0; level < other.sizes().length; level++) {
      for (int i = 0; i < other.sizes()[level]; i++) {
        addTo(level, other.highs()[next], isWide ? other.lows()[next] : 0);
        next++;
      }
    }
  }

  Packed packed() {
    int held = levels.stream().mapToInt(level -> level.held).sum();
    var packed =
        new Packed(
            new long[held],
            new long[isWide ? held : 0],
            levels.stream().mapToInt(level -> level.held).toArray());
    int next = 0;
    for (Level level : levels) {
      System.arraycopy(level.highs, 0, packed.highs, next, level.held);
      if (isWide) {
        System.arraycopy(level.lows, 0, packed.lows, next, level.held);
      }
      next += level.held;
    }
    return packed;
  }

  /** The keys that are left, each with the number of rows it stands for. */
  Counts.Table counts() {
    var counts = Counts.ofKeys(isWide);
    for (int level = 0; level < levels.size(); level++) {
      Level from = levels.get(level);
      for (int i = 0; i < from.held; i++) {
        counts.add(from.highs[i], isWide ? from.lows[i] : 0, 1L << level);
      }
    }
    return counts.table();
  }

  private void addTo(int number, long high, long low) {
    while (levels.size() <= number) {
      levels.add(new Level());
    }
    Level level = levels.get(number);
    level.highs[level.held] = high;
    if (isWide) {
      level.lows[level.held] = low;
    }
    if (++level.held == size) {
      promote(number);
    }
  }

  private void promote(int number) {
    Level full = levels.get(number);
    long[] highs = full.highs.clone();
    long[] lows = full.lows.clone();
    full.held = 0;
    Key.sort(highs, lows);
    for (int i = random.nextInt(2); i < size; i += 2) {
      addTo(number + 1, highs[i], isWide ? lows[i] : 0);
    }
  }
}
