package dev.p3.patterns.transport;

import dev.p3.transport.ColumnBlock;
import java.util.Arrays;

/**
 * Random numbers of points, by a hash of a seed and of what is in the point: the same wherever the
 * point is. The mixing function is that of SplittableRandom (G. Steele, D. Lea and C. Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014).
 */
final class ContentHash {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private ContentHash() {}

  /** One number for each row. */
  static void hash(ColumnBlock block, int from, int rows, long seed, long[] hashes) {
    Arrays.fill(hashes, 0, rows, mixed(seed + GOLDEN));
    for (double[] column : block.columns()) {
      for (int i = 0; i < rows; i++) {
        // Adding 0 makes one of the two zeros, which are equal, of both.
        hashes[i] = mixed(hashes[i] * GOLDEN + Double.doubleToRawLongBits(column[from + i] + 0.0));
      }
    }
  }

  /** Above 0 and below 1, evenly. */
  static double uniform(long hash) {
    return ((hash >>> 11) + 0.5) * 0x1p-53;
  }

  static long seed(long seed, int start, int step) {
    return mixed(mixed(seed + GOLDEN * start) + GOLDEN * step);
  }

  private static long mixed(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
