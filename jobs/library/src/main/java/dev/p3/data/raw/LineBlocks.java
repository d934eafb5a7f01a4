package dev.p3.data.raw;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The lines of a part of a file, many at once: as the bytes stand there, with their line ends, so
 * that nothing is done for each line. A line ends with LF, CR or CR LF, as in Spark's own text, and
 * belongs to the part in which it begins. A byte order mark of UTF-8 is left out.
 *
 * <p>Memory: a block, or the longest line, twice. Not thread-safe.
 */
final class LineBlocks implements Closeable {
  /** Stays in a processor's second cache, and is no humongous object to a collector. */
  private static final int BLOCK = 1 << 16;

  /** Read first when only the end of the last line is missing. */
  private static final int END_OF_LINE = 1 << 12;

  /** What a Java array holds at most. */
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  private static final int NONE = 0;

  private final InputStream in;
  private final long to;
  private byte[] buffer;
  private int size;
  private long offset;
  private int missing = END_OF_LINE;
  private boolean isAtEnd;
  private boolean isDone;

  /**
   * The lines that begin in a part of a file.
   *
   * @param in the file's bytes from {@link #start} on; closed with this
   * @param from the part's first byte
   * @param to the byte after its last one
   */
  LineBlocks(InputStream in, long from, long to) throws IOException {
    this(in, from, to, BLOCK);
  }

  LineBlocks(InputStream in, long from, long to, int block) throws IOException {
    this.in = in;
    this.to = to;
    this.offset = start(from);
    this.buffer = new byte[block];
    if (from == 0) {
      passMark();
    } else {
      passLineBefore();
    }
  }

  /** Where to read from: a line begins at a byte when one ends with the byte before. */
  static long start(long from) {
    return Math.max(0, from - 1);
  }

  private void passMark() throws IOException {
    while (size < RawFile.LONGEST_MARK && !isAtEnd) {
      fill();
    }
    drop(RawFile.lengthOfUtf8Mark(buffer));
  }

  private void passLineBefore() throws IOException {
    fill();
    int end = firstEnd(0);
    while (end == NONE && !isAtEnd) {
      drop(size - 1); // the last byte may be the CR of a line end
      fill();
      end = firstEnd(0);
    }
    drop(end == NONE ? size : end);
    isDone = offset >= to;
  }

  /** Whole lines; null after the last ones. */
  byte[] next() throws IOException {
    while (!isDone) {
      int end = end();
      if (end != NONE) {
        return taken(end);
      }
      fill();
    }
    return null;
  }

  private int end() {
    long last = to - 1 - offset;
    if (last < size) {
      int end = firstEnd((int) Math.max(0, last));
      isDone = end != NONE || isAtEnd;
      return isDone && end == NONE ? size : end;
    }
    if (isAtEnd) {
      isDone = true;
      return size;
    }
    return size == buffer.length ? lastEnd() : NONE;
  }

  private int firstEnd(int at) {
    for (int i = at; i < size; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
      if (buffer[i] == '\r') {
        return i + 1 == size ? (isAtEnd ? size : NONE) : buffer[i + 1] == '\n' ? i + 2 : i + 1;
      }
    }
    return NONE;
  }

  /** Of a full buffer, after whose last byte a line feed may follow. */
  private int lastEnd() {
    int i = buffer[size - 1] == '\r' ? size - 2 : size - 1;
    while (i >= 0 && buffer[i] != '\n' && buffer[i] != '\r') {
      i--;
    }
    return i + 1;
  }

  private byte[] taken(int end) {
    byte[] lines = Arrays.copyOf(buffer, end);
    drop(end);
    return lines;
  }

  private void drop(int bytes) {
    size -= bytes;
    offset += bytes;
    System.arraycopy(buffer, bytes, buffer, 0, size);
  }

  private void fill() throws IOException {
    if (size == buffer.length) {
      if (size == LONGEST) {
        throw new IOException("a line has more than 2,147,483,639 bytes, which no array holds");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST, 2L * size));
    }
    long left = to - offset - size;
    int wanted = (int) Math.min(buffer.length - size, left > 0 ? left : missing);
    if (left <= 0) {
      // What was read so far is searched again each time.
      missing = Math.min(LONGEST / 2, missing) * 2;
    }
    int read = in.readNBytes(buffer, size, wanted);
    isAtEnd = read < wanted;
    size += read;
  }

  /** How many lines there are in whole ones, by eight bytes at once. */
  static long count(byte[] lines) {
    int eights = lines.length & -Long.BYTES;
    long ends = 0;
    long returnBefore = 0;
    for (int i = 0; i <= eights; i += Long.BYTES) {
      long eight = i < eights ? (long) LONGS.get(lines, i) : rest(lines, i);
      long feeds = equal(eight, '\n');
      long returns = equal(eight, '\r');
      long feedsAfterReturns = feeds & ((returns << Byte.SIZE) | returnBefore);
      ends += Long.bitCount(feeds | returns) - Long.bitCount(feedsAfterReturns);
      returnBefore = returns >>> (Long.SIZE - Byte.SIZE);
    }
    byte last = lines.length == 0 ? (byte) '\n' : lines[lines.length - 1];
    return last == '\n' || last == '\r' ? ends : ends + 1;
  }

  private static long rest(byte[] bytes, int from) {
    return (long) LONGS.get(Arrays.copyOfRange(bytes, from, from + Long.BYTES), 0);
  }

  /** Sets the highest bit of each byte that is a character; the others are 0. */
  private static long equal(long eight, char character) {
    long differing = eight ^ (character * EACH);
    return ~(((differing & LOW_BITS) + LOW_BITS) | differing | LOW_BITS);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
