package dev.p3.data.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows of CSV in UTF-8, one after the other, with what is wrong with them: a reader that fails on a
 * row, or mends it, could not say which bytes it was.
 *
 * <p>Rows end with LF, CR or CR LF outside quotes. Empty lines are passed over, unless a line is
 * one value. A value in quotes that is never closed would take along all that follows, so only its
 * first line is a faulty row, and the next line is read as if nothing had happened.
 *
 * <p>One row is held in memory at a time, at most {@value #LONGEST_ROW} bytes of it. What the
 * methods return is valid until the next call of {@link #next}. Not thread-safe.
 */
final class CsvRecords implements AutoCloseable {
  static final int LONGEST_ROW = 1 << 26;
  private static final int FIRST_BUFFER = 1 << 18;
  private static final int MORE = -1;
  private static final int UNCLOSED = -2;

  private final InputStream in;
  private final CsvDialect dialect;
  private final byte[] separator;
  private final byte quote;
  private final byte escape;
  private final byte[] nullValue;
  private final boolean[] endsPlain = new boolean[256];
  private final boolean[] endsQuoted = new boolean[256];
  private final boolean recovers;

  private byte[] buffer = new byte[FIRST_BUFFER];
  private int limit;
  private long remaining;
  private long base;
  private boolean exhausted;

  private int start;
  private int end;
  private int following;
  private long line;
  private long followingLine;
  private int lineEnds;
  private int bits;
  private boolean hasNul;
  private boolean isUnclosed;
  private FormFault fault;

  private final FieldSpans fields = new FieldSpans();

  /**
   * @param in begins where a row begins
   * @param bytes how many bytes to read at most
   * @param line the number of the first line
   * @param recovers whether to go on after a quote that is not closed; otherwise it is the last row
   */
  CsvRecords(InputStream in, long bytes, CsvDialect dialect, long line, boolean recovers) {
    this.in = in;
    this.remaining = bytes;
    this.dialect = dialect;
    this.followingLine = line;
    this.recovers = recovers;
    this.separator = dialect.separator().getBytes(StandardCharsets.UTF_8);
    this.quote = (byte) dialect.quote();
    this.escape = dialect.escape() == dialect.quote() ? 0 : (byte) dialect.escape();
    this.nullValue =
        dialect.nullValue() == null ? null : dialect.nullValue().getBytes(StandardCharsets.UTF_8);
    mark(endsPlain, (byte) 0, (byte) '\n', (byte) '\r');
    if (separator.length > 0) {
      mark(endsPlain, separator[0]);
    }
    mark(endsQuoted, (byte) 0, (byte) '\n', (byte) '\r', quote, escape);
  }

  /** Goes on to the next row; false when there is none. */
  boolean next() throws IOException {
    start = following;
    line = followingLine;
    if (!findStart()) {
      return false;
    }
    while (!scan()) {
      more();
    }
    return true;
  }

  /** Passes over lines, whatever they hold. */
  void passLines(int count) throws IOException {
    start = following;
    line = followingLine;
    for (int i = 0; i < count; i++) {
      passLine();
    }
    following = start;
    followingLine = line;
  }

  /** How many values the row has; 0 when the row's quotes tell nothing. */
  int fields() {
    return fields.count();
  }

  /** The line on which the row begins. */
  long line() {
    return line;
  }

  /** The line after the row. */
  long followingLine() {
    return followingLine;
  }

  /** The offset of the byte after the row and its line end. */
  long offset() {
    return base + following;
  }

  /** Whether the row was ended by the end of the bytes, within quotes. */
  boolean isUnclosed() {
    return isUnclosed;
  }

  /** A value; null when it is empty and not quoted, or the dialect's null. */
  UTF8String value(int field) {
    int from = fields.start(field);
    int length = fields.end(field) - from;
    if (!fields.isQuoted(field)) {
      return isNull(from, length) ? null : UTF8String.fromBytes(buffer, from, length);
    }
    return fields.hasEscapes(field)
        ? unescaped(from, fields.end(field))
        : UTF8String.fromBytes(buffer, from, length);
  }

  /** A value by its bytes; {@link UsualValue#NONE} also when it is null, or has escaped quotes. */
  long usual(int field, UsualValue reader) {
    int from = fields.start(field);
    int to = fields.end(field);
    boolean isLeft = fields.isQuoted(field) ? fields.hasEscapes(field) : isNull(from, to - from);
    return isLeft ? UsualValue.NONE : reader.read(buffer, from, to);
  }

  private boolean isNull(int from, int length) {
    return (length == 0 && !dialect.isLines())
        || (nullValue != null
            && Arrays.equals(buffer, from, from + length, nullValue, 0, nullValue.length));
  }

  /** The row's text without its line end; U+FFFD stands for bytes that are not UTF-8. */
  UTF8String raw() {
    return bits >= 0
        ? UTF8String.fromBytes(buffer, start, end - start)
        : UTF8String.fromString(new String(buffer, start, end - start, StandardCharsets.UTF_8));
  }

  /** What is wrong with the form of the row; null when nothing is. */
  FormFault fault() {
    if (fault == null && hasNul) {
      fault =
          new FormFault(
              RowFault.NUL_BYTE, "NUL byte in the row (a binary file, or text in UTF-16)");
    }
    if (fault == null && bits < 0) {
      fault = Utf8Fault.in(buffer, start, end);
    }
    return fault;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Passes over empty lines and comments; false at the end. */
  private boolean findStart() throws IOException {
    while (true) {
      if (start == limit && !more()) {
        return false;
      }
      int length = lineEnd(start);
      if (length == MORE) {
        more();
      } else if (length > 0 && !dialect.keepsEmptyLines()) {
        start += length;
        line++;
      } else if (dialect.comment() != 0 && buffer[start] == dialect.comment()) {
        passLine();
      } else {
        return true;
      }
    }
  }

  private void passLine() throws IOException {
    while (start < limit || more()) {
      int length = lineEnd(start);
      if (length == MORE) {
        more();
      } else if (length > 0) {
        start += length;
        line++;
        return;
      } else {
        start++;
      }
    }
  }

  /** Finds the values of the row at {@link #start}; false when it does not end in the buffer. */
  private boolean scan() {
    fields.clear();
    lineEnds = 0;
    bits = 0;
    hasNul = false;
    fault = null;
    int at = start;
    while (true) {
      boolean isQuoted = quote != 0 && at < limit && buffer[at] == quote;
      at = isQuoted ? quotedField(at) : plainField(at);
      if (at == UNCLOSED) {
        unclosed();
        return true;
      }
      int length = at == MORE || at == limit ? (isLast() ? 0 : MORE) : lineEnd(at);
      if (at == MORE || length == MORE) {
        return false;
      }
      if (at == limit || length > 0) {
        if (at == limit && !exhausted) {
          fault =
              new FormFault(
                  RowFault.ROW_TOO_LONG,
                  String.format(Locale.ROOT, "row of more than %,d bytes", LONGEST_ROW));
        }
        finish(at, at + length);
        return true;
      }
      at += separator.length;
    }
  }

  private int plainField(int from) {
    int at = toEndOfPlain(from);
    if (at != MORE) {
      fields.add(from, at, false, false);
    }
    return at;
  }

  /** The next separator, line end, or the end of the buffer. */
  private int toEndOfPlain(int from) {
    int seen = 0;
    int at = from;
    for (; at < limit; at++) {
      byte next = buffer[at];
      if (endsPlain[next & 0xFF]) {
        if (next == '\n' || next == '\r') {
          break;
        }
        hasNul |= next == 0;
        int match = separatorAt(at);
        if (match == MORE) {
          return MORE;
        }
        if (match > 0) {
          break;
        }
      }
      seen |= next;
    }
    bits |= seen;
    return at;
  }

  private int quotedField(int opening) {
    int seen = 0;
    int at = opening + 1;
    boolean hasEscapes = false;
    while (true) {
      while (at < limit && !endsQuoted[buffer[at] & 0xFF]) {
        seen |= buffer[at++];
      }
      if (at == limit || (at + 1 == limit && !isLast())) {
        return isLast() ? UNCLOSED : MORE;
      }
      byte next = buffer[at];
      byte afterNext = at + 1 < limit ? buffer[at + 1] : 0;
      if (next == quote && (afterNext != quote || at + 1 == limit)) {
        break;
      }
      boolean isPair =
          next == quote
              || (next == escape && escape != 0 && (afterNext == quote || afterNext == escape));
      hasEscapes |= isPair;
      hasNul |= next == 0;
      int length = isPair ? 2 : Math.max(1, lineEnd(at));
      lineEnds += next == '\n' || next == '\r' ? 1 : 0;
      at += length;
    }
    bits |= seen;
    fields.add(opening + 1, at, true, hasEscapes);
    return afterQuote(at + 1);
  }

  private int afterQuote(int at) {
    if (at == limit || lineEnd(at) != 0) {
      return at;
    }
    int match = separatorAt(at);
    if (match != 0) {
      return match == MORE ? MORE : at;
    }
    fault = new FormFault(RowFault.UNQUOTED, "text after a closing quote");
    return toEndOfPlain(at);
  }

  private void unclosed() {
    isUnclosed = true;
    fault = new FormFault(RowFault.UNQUOTED, "quote that is not closed");
    fields.clear();
    if (!recovers) {
      finish(limit, limit);
      return;
    }
    lineEnds = 0;
    int at = start;
    while (at < limit && lineEnd(at) == 0) {
      bits |= buffer[at++];
    }
    finish(at, at + (at == limit ? 0 : Math.max(1, lineEnd(at))));
  }

  private void finish(int endOfRow, int next) {
    end = endOfRow;
    following = next;
    followingLine = line + lineEnds + (next > endOfRow ? 1 : 0);
  }

  /**
   * The length of the line end at an offset; 0 when there is none, MORE when it is not known yet.
   */
  private int lineEnd(int at) {
    byte next = buffer[at];
    if (next != '\r') {
      return next == '\n' ? 1 : 0;
    }
    if (at + 1 == limit) {
      return isLast() ? 1 : MORE;
    }
    return buffer[at + 1] == '\n' ? 2 : 1;
  }

  /**
   * The length of the separator at an offset; 0 when there is none, MORE when it is not known yet.
   */
  private int separatorAt(int at) {
    for (int i = 0; i < separator.length; i++) {
      if (at + i == limit) {
        return isLast() ? 0 : MORE;
      }
      if (buffer[at + i] != separator[i]) {
        return 0;
      }
    }
    return separator.length;
  }

  /** Whether the row gets no more bytes than the buffer has. */
  private boolean isLast() {
    return exhausted || limit - start >= LONGEST_ROW;
  }

  private boolean more() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, limit - start);
    base += start;
    limit -= start;
    start = 0;
    following = 0;
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * limit);
    }
    int room = (int) Math.min(buffer.length - limit, remaining);
    int read = in.readNBytes(buffer, limit, room);
    limit += read;
    remaining -= read;
    exhausted = read < room || remaining == 0;
    return read > 0;
  }

  private UTF8String unescaped(int from, int to) {
    byte[] text = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      byte next = buffer[at];
      boolean isFirstOfPair =
          at + 1 < to
              && (next == quote
                  || (next == escape
                      && escape != 0
                      && (buffer[at + 1] == quote || buffer[at + 1] == escape)));
      text[length++] = isFirstOfPair ? buffer[++at] : next;
    }
    return UTF8String.fromBytes(text, 0, length);
  }

  private static void mark(boolean[] table, byte... bytes) {
    for (byte each : bytes) {
      table[each & 0xFF] = true;
    }
  }
}
