package dev.p3.patterns.mapreduce;

/** Short tokens that wait to be counted. Not thread-safe. */
final class TokenBatch {
  /** More than the reads that a processor waits for at once; 16 and 256 took as long. */
  private static final int MOST = 64;

  final long[] first = new long[MOST];
  final long[] second = new long[MOST];
  final long[] third = new long[MOST];
  final long[] hash = new long[MOST];
  final int[] length = new int[MOST];
  private int size;

  void add(byte[] bytes, int from, int to) {
    long one = TokenBytes.eight(bytes, from, to, 0);
    long two = TokenBytes.eight(bytes, from, to, Long.BYTES);
    long three = TokenBytes.eight(bytes, from, to, 2 * Long.BYTES);
    first[size] = one;
    second[size] = two;
    third[size] = three;
    hash[size] = TokenBytes.hash(one, two, three);
    length[size] = to - from;
    size++;
  }

  boolean isFull() {
    return size == MOST;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }
}
