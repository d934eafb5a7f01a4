package dev.p3.patterns.mapreduce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tokens as numbers of eight bytes each, the first byte lowest, with zeros after the token: loops
 * over single bytes of short tokens cost more in mispredicted branches than in work.
 */
final class TokenBytes {
  /** Tokens of so many bytes are three numbers. */
  static final int SHORT = 3 * Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER_1 = 0x9E3779B97F4A7C15L;
  private static final long MULTIPLIER_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long MULTIPLIER_3 = 0x165667B19E3779F9L;

  /** What to keep of a number by how many bytes of it are the token's, plus {@link #NONE}. */
  private static final long[] KEPT = new long[SHORT + 2 * Long.BYTES + 1];

  private static final int NONE = 2 * Long.BYTES;

  static {
    for (int i = 0; i < KEPT.length; i++) {
      int bytes = i - NONE;
      KEPT[i] = bytes <= 0 ? 0 : bytes >= Long.BYTES ? -1 : (1L << (bytes * Byte.SIZE)) - 1;
    }
  }

  private TokenBytes() {}

  /**
   * Eight bytes of a short token. It takes less time where eight bytes can be read, though they are
   * not the token's.
   *
   * @param offset of the first of them in the token: 0, 8 or 16
   */
  static long eight(byte[] bytes, int from, int to, int offset) {
    int at = from + offset;
    if (at <= bytes.length - Long.BYTES) {
      return (long) LONGS.get(bytes, at) & KEPT[to - from - offset + NONE];
    }
    long eight = 0;
    for (int i = to - 1; i >= at; i--) {
      eight = (eight << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return eight;
  }

  /** Writes eight bytes of a short token. */
  static void put(byte[] bytes, int at, long eight) {
    LONGS.set(bytes, at, eight);
  }

  /** A hash of a short token. */
  static long hash(long first, long second, long third) {
    return mixed(first * MULTIPLIER_1 + second * MULTIPLIER_2 + third * MULTIPLIER_3);
  }

  /** A hash of a longer token, that depends on its bytes alone. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(bytes, i));
    }
    for (; i < to; i++) {
      hash = mixed(hash ^ bytes[i]);
    }
    return hash;
  }

  private static long mixed(long hash) {
    long product = (hash ^ (hash >>> Integer.SIZE)) * MULTIPLIER_1;
    return product ^ (product >>> Integer.SIZE);
  }
}
