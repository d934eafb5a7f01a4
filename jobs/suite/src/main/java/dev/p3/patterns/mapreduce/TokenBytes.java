package dev.p3.patterns.mapreduce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes and compares tokens eight bytes at a time; the last of them, fewer than eight, are the
 * <i>tail</i>, as the low bytes of a number. Loops over single bytes of short tokens cost more in
 * mispredicted branches than in work.
 */
final class TokenBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private TokenBytes() {}

  /** The bytes after the last whole eight; 0 when there are none. */
  static long tail(byte[] bytes, int from, int to) {
    int length = (to - from) & (Long.BYTES - 1);
    if (length == 0) {
      return 0;
    }
    if (to >= Long.BYTES) { // reads bytes before the token, too, and forgets them
      return (long) LONGS.get(bytes, to - Long.BYTES) >>> (Long.SIZE - length * Byte.SIZE);
    }
    long tail = 0;
    for (int i = to - 1; i >= to - length; i--) {
      tail = (tail << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return tail;
  }

  /** A hash that depends on a token's bytes alone. */
  static int hash(byte[] bytes, int from, int to, long tail) {
    long hash = (long) to - from;
    for (int i = from; i <= to - Long.BYTES; i += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(bytes, i));
    }
    hash = mixed(hash ^ tail);
    return (int) (hash ^ (hash >>> Integer.SIZE));
  }

  /**
   * Whether a token's bytes stand somewhere.
   *
   * @param text where seven bytes more than the token's can be read after {@code at}
   */
  static boolean equals(byte[] text, int at, byte[] bytes, int from, int to, long tail) {
    int other = at;
    for (int i = from; i <= to - Long.BYTES; i += Long.BYTES, other += Long.BYTES) {
      if ((long) LONGS.get(text, other) != (long) LONGS.get(bytes, i)) {
        return false;
      }
    }
    int length = (to - from) & (Long.BYTES - 1);
    long mask = (1L << (length * Byte.SIZE)) - 1;
    return ((long) LONGS.get(text, other) & mask) == tail;
  }

  private static long mixed(long hash) {
    long product = hash * MULTIPLIER;
    return product ^ (product >>> Integer.SIZE);
  }
}
