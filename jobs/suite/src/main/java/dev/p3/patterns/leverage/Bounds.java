package dev.p3.patterns.leverage;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys that cut the values of a column into bins of about equally many rows.
 *
 * @param highs ascending, none twice
 * @param lows the lower halves of keys of 128 bits; empty when keys are single longs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and boxes cost
public record Bounds(long[] highs, long[] lows) {
  static final Bounds NONE = new Bounds(new long[0], new long[0]);

  static Bounds of(List<Key> ascending, boolean areWide) {
    List<Key> different = ascending.stream().distinct().toList();
    return new Bounds(
        different.stream().mapToLong(Key::high).toArray(),
        areWide ? different.stream().mapToLong(Key::low).toArray() : NONE.lows);
  }

  /** The bin of a key: the first whose bound is not below it. */
  int bin(long high, long low) {
    int index = Key.search(highs, lows, high, low);
    return index >= 0 ? index : -index - 1;
  }

  Bounds everyNth(int step) {
    return new Bounds(everyNth(highs, step), everyNth(lows, step));
  }

  private static long[] everyNth(long[] all, int step) {
    return IntStream.iterate(step - 1, i -> i < all.length, i -> i + step)
        .mapToLong(i -> all[i])
        .toArray();
  }
}
