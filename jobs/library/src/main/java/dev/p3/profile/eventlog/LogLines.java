package dev.p3.profile.eventlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a log as bytes, since most of them are parsed or passed over without becoming a
 * text. Not thread-safe.
 *
 * <p>In bounded memory: a line that is longer than any event is not kept.
 */
final class LogLines {
  private static final int FIRST_BUFFER = 1 << 18;

  private final InputStream in;
  private final int longest;
  private byte[] buffer;
  private int start;
  private int end;
  private int next;
  private int filled;
  private boolean isTooLong;

  /**
   * @param longest a line that is kept, in bytes
   */
  LogLines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
    this.buffer = new byte[Math.min(FIRST_BUFFER, longest + 1)];
  }

  /** Whether there is one more line, which the other methods then tell of. */
  boolean advance() throws IOException {
    start = next;
    isTooLong = false;
    int looked = start;
    while (true) {
      for (int i = looked; i < filled; i++) {
        if (buffer[i] == '\n') {
          end = i;
          next = i + 1;
          return true;
        }
      }
      boolean isMore = fill();
      looked = end;
      if (!isMore) {
        next = filled;
        return filled > start || isTooLong;
      }
    }
  }

  /** Moves the line that has begun to the front, to its {@link #end} so far, and reads on. */
  private boolean fill() throws IOException {
    end = filled - start;
    System.arraycopy(buffer, start, buffer, 0, end);
    start = 0;
    if (end > longest) {
      isTooLong = true;
      end = 0;
    } else if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(longest + 1, buffer.length * 2));
    }
    filled = end;
    int read = in.read(buffer, end, buffer.length - end);
    filled += Math.max(0, read);
    return read > 0;
  }

  /** Holds the line, from {@link #start} on; until the next one is asked for. */
  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }

  /**
   * Bytes of which JSON's parser could make nothing. Spark 2 wrote in the encoding of its machine;
   * all but the letters that differ is readable.
   */
  static String text(byte[] bytes, int start, int length) {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  /** Whether only the line's end is known. */
  boolean isTooLong() {
    return isTooLong;
  }
}
