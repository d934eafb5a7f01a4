package dev.p3.patterns.mapreduce;

import java.util.Arrays;

/**
 * The counts of many tokens of some lines, as they cross the shuffle: one row for each bucket of
 * tokens, because a row for each token cost Spark more than counting it.
 *
 * @param bucket of all of its tokens, see {@link TokenTable#BUCKETS}
 * @param counts one after the other: the length of a token and its count, both as varints, and its
 *     bytes in UTF-8; empty when these lines had malformed bytes and no token
 * @param malformedBytes met in these lines and not reported by another row
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenBlock(int bucket, byte[] counts, long malformedBytes) {
  /** Seven bits of a number in each byte, the lowest first; the eighth tells that more follow. */
  private static final int BITS = 7;

  private static final int MORE = 1 << BITS;

  /** Adds all of its counts to those of a table. */
  void addTo(TokenTable table) {
    int at = 0;
    while (at < counts.length) {
      long length = varint(at);
      at += bytesOf(length);
      long count = varint(at);
      at += bytesOf(count);
      table.add(counts, at, at + (int) length, count);
      at += (int) length;
    }
  }

  private long varint(int at) {
    long value = 0;
    for (int i = at, shift = 0; ; i++, shift += BITS) {
      value |= (long) (counts[i] & (MORE - 1)) << shift;
      if (counts[i] >= 0) {
        return value;
      }
    }
  }

  private static int bytesOf(long value) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
    return (bits + BITS - 1) / BITS;
  }

  /** Makes the counts of a block. Not thread-safe. */
  static final class Writer {
    /** For two varints, and what is written after a short token. */
    private static final int SPARE = 2 * (Long.SIZE / BITS + 1) + TokenBytes.SHORT;

    private byte[] bytes = new byte[1 << 12];
    private int used;

    void add(TokenTable table, int entry) {
      int length = table.length(entry);
      int needed = Math.addExact(used, Math.addExact(SPARE, length));
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(needed, Math.multiplyExact(bytes.length, 2)));
      }
      put(length);
      put(table.count(entry));
      table.copy(entry, bytes, used);
      used += length;
    }

    private void put(long value) {
      long rest = value;
      for (; rest >= MORE; rest >>>= BITS) {
        bytes[used++] = (byte) (rest | MORE);
      }
      bytes[used++] = (byte) rest;
    }

    /** What was added since it was last taken. */
    byte[] take() {
      byte[] taken = Arrays.copyOf(bytes, used);
      used = 0;
      return taken;
    }
  }
}
