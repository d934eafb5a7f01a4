package dev.p3.data.raw;

import java.util.Arrays;

/** Where the values of a row are in a buffer. Used again for each row. Not thread-safe. */
final class FieldSpans {
  private int count;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private boolean[] quoted = new boolean[16];
  private boolean[] escaped = new boolean[16];

  void clear() {
    count = 0;
  }

  void add(int from, int to, boolean isQuoted, boolean hasEscapes) {
    if (count == starts.length) {
      int room = 2 * count;
      starts = Arrays.copyOf(starts, room);
      ends = Arrays.copyOf(ends, room);
      quoted = Arrays.copyOf(quoted, room);
      escaped = Arrays.copyOf(escaped, room);
    }
    starts[count] = from;
    ends[count] = to;
    quoted[count] = isQuoted;
    escaped[count++] = hasEscapes;
  }

  int count() {
    return count;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  boolean isQuoted(int field) {
    return quoted[field];
  }

  /** Whether the text differs from the bytes, because quotes within it are escaped. */
  boolean hasEscapes(int field) {
    return escaped[field];
  }
}
