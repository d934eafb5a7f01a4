package dev.p3.patterns.mapreduce;

/**
 * Tokens that wait to be counted, and what a table finds out of them on its way. Not thread-safe.
 */
final class TokenBatch {
  /** More than the reads that a processor waits for at once; 16 and 256 took as long. */
  private static final int MOST = 64;

  final byte[][] bytes = new byte[MOST][];
  final int[] from = new int[MOST];
  final int[] to = new int[MOST];
  final long[] tail = new long[MOST];
  final int[] hash = new int[MOST];
  final long[] slot = new long[MOST];
  private int size;
  private int entryBytes;

  /** Keeps a token, whose bytes must not change while it waits. */
  void add(byte[] text, int start, int end) {
    bytes[size] = text;
    from[size] = start;
    to[size] = end;
    tail[size] = TokenBytes.tail(text, start, end);
    hash[size] = TokenBytes.hash(text, start, end, tail[size]);
    entryBytes += TokenTable.bytesOf(end - start);
    size++;
  }

  boolean isFull() {
    return size == MOST;
  }

  int size() {
    return size;
  }

  /** What the tokens take in a table when all are new. */
  int entryBytes() {
    return entryBytes;
  }

  void clear() {
    size = 0;
    entryBytes = 0;
  }
}
