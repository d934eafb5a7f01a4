package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings as bytes, in bulk: what is Latin-1 inside the JVM is copied as it is.
 *
 * <pre>
 *   ASCII, two characters and more    the characters; the last has its high bit set
 *   Latin-1 otherwise                 header of 2, the length, the characters
 *   everything else                   header of the number of bytes plus 2, generalized UTF-8
 *   empty, null                       header of 1, of 0
 * </pre>
 *
 * <p>A header is a number of variable length: its first byte has the high bit set, the next one
 * when another byte follows, and six bits of the number. Generalized UTF-8 (WTF-8) holds surrogates
 * without a partner too, so that every Java string comes back as it was. Reading does not trust
 * lengths: memory grows with the bytes that are there.
 */
final class Texts {
  private static final int IS_HEADER = 0x80;
  private static final int HEADER_CONTINUES = 0x40;
  private static final int HEADER_BITS = 6;
  private static final int HEADER_MASK = (1 << HEADER_BITS) - 1;
  private static final int END_OF_ASCII = 0x80;
  private static final int NULL = 0;
  private static final int EMPTY = 1;
  private static final int LATIN_1 = 2;

  /** Up to here one loop over the characters is faster than the JDK's encoder and its array. */
  private static final int SHORT = 24;

  private static final int CHUNK = 1 << 13;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long QUESTION_MARKS = '?' * LOW_BITS;

  private Texts() {}

  /** Writes a string or null. */
  static void write(Output output, String text) {
    if (text == null) {
      writeHeader(output, NULL);
    } else if (StringInternals.OPEN) {
      writeOwnBytes(output, text);
    } else {
      writeCopy(output, text);
    }
  }

  /** From the string's own array: a record of texts takes 60 ns, and 100 by way of a copy. */
  static void writeOwnBytes(Output output, String text) {
    byte[] bytes = StringInternals.latin1(text);
    if (bytes == null) {
      writeUtf8(output, text);
    } else if (bytes.length == 0) {
      writeHeader(output, EMPTY);
    } else if (bytes.length > 2 * Long.BYTES || !writeFewAscii(output, bytes)) {
      writeLatin1(output, bytes);
    }
  }

  /** The same where strings are closed: by the JDK's encoder, of which short strings need none. */
  static void writeCopy(Output output, String text) {
    if (text.isEmpty()) {
      writeHeader(output, EMPTY);
    } else if (text.length() > SHORT || !writeShortAscii(output, text)) {
      writeLong(output, text);
    }
  }

  /** What {@link #write} wrote. */
  static String read(Input input) {
    if (Numbers.isBuffered(input, 1) && input.getBuffer()[input.position()] >= 0) {
      return readAscii(input);
    }
    int first = input.readByte();
    if (first >= 0) { // the buffer had to be filled again
      input.setPosition(input.position() - 1);
      return readAscii(input);
    }
    int length = first & HEADER_MASK;
    if ((first & HEADER_CONTINUES) != 0) {
      length |= Numbers.readUnsignedInt(input) << HEADER_BITS;
    }
    return switch (length) {
      case NULL -> null;
      case EMPTY -> "";
      case LATIN_1 -> readLatin1(input, Sizes.read(input));
      default -> readEncoded(input, length - LATIN_1);
    };
  }

  private static void writeHeader(Output output, int number) {
    if (number <= HEADER_MASK) {
      output.writeByte(IS_HEADER | number);
    } else {
      output.writeByte(IS_HEADER | HEADER_CONTINUES | (number & HEADER_MASK));
      Numbers.writeUnsignedInt(output, number >>> HEADER_BITS);
    }
  }

  /** Into the buffer itself; when the text is not all ASCII, what was put there does not count. */
  private static boolean writeShortAscii(Output output, String text) {
    int length = text.length();
    if (length < 2 || !Numbers.hasRoom(output, length)) {
      return false;
    }
    byte[] buffer = output.getBuffer();
    int start = output.position();
    int seen = 0;
    for (int i = 0; i < length; i++) {
      char letter = text.charAt(i);
      seen |= letter;
      buffer[start + i] = (byte) letter;
    }
    if (seen >= END_OF_ASCII) {
      return false;
    }
    buffer[start + length - 1] |= (byte) END_OF_ASCII;
    output.setPosition(start + length);
    return true;
  }

  /** As {@link #writeShortAscii}, of sixteen bytes at most. */
  private static boolean writeFewAscii(Output output, byte[] bytes) {
    int length = bytes.length;
    if (length < 2 || !Numbers.hasRoom(output, length)) {
      return false;
    }
    int start = output.position();
    byte[] buffer = output.getBuffer();
    if (!copyFewAscii(bytes, buffer, start)) {
      return false;
    }
    buffer[start + length - 1] |= (byte) END_OF_ASCII;
    output.setPosition(start + length);
    return true;
  }

  /**
   * In two halves, which may overlap, or up to three bytes; whether all of them are ASCII. No loop,
   * whose end the processor would have to guess: a record of 20 components with three short strings
   * takes 54 ns, and 62 with loops.
   */
  private static boolean copyFewAscii(byte[] bytes, byte[] buffer, int start) {
    int length = bytes.length;
    if (length >= Long.BYTES) {
      int second = length - Long.BYTES;
      long head = (long) EIGHT_BYTES.get(bytes, 0);
      long tail = (long) EIGHT_BYTES.get(bytes, second);
      EIGHT_BYTES.set(buffer, start, head);
      EIGHT_BYTES.set(buffer, start + second, tail);
      return ((head | tail) & HIGH_BITS) == 0;
    }
    if (length >= Integer.BYTES) {
      int second = length - Integer.BYTES;
      int head = (int) FOUR_BYTES.get(bytes, 0);
      int tail = (int) FOUR_BYTES.get(bytes, second);
      FOUR_BYTES.set(buffer, start, head);
      FOUR_BYTES.set(buffer, start + second, tail);
      return ((head | tail) & (int) HIGH_BITS) == 0;
    }
    int middle = length / 2;
    buffer[start] = bytes[0];
    buffer[start + middle] = bytes[middle];
    buffer[start + length - 1] = bytes[length - 1];
    return (bytes[0] | bytes[middle] | bytes[length - 1]) >= 0;
  }

  private static void writeLong(Output output, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    // What is not Latin-1 becomes a question mark.
    if (holdsQuestionMark(bytes) && !text.equals(new String(bytes, StandardCharsets.ISO_8859_1))) {
      writeUtf8(output, text);
    } else {
      writeLatin1(output, bytes);
    }
  }

  /** Leaves the array, which may be a string's own, as it is. */
  private static void writeLatin1(Output output, byte[] bytes) {
    int last = bytes.length - 1;
    if (last > 0 && isAscii(bytes)) {
      output.writeBytes(bytes, 0, last);
      output.writeByte(bytes[last] | END_OF_ASCII);
    } else {
      writeHeader(output, LATIN_1);
      Sizes.write(output, bytes.length);
      output.writeBytes(bytes);
    }
  }

  private static void writeUtf8(Output output, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Surrogates without a partner become question marks.
    if (holdsQuestionMark(bytes) && Wtf8.isNeededFor(text)) {
      bytes = Wtf8.encode(text);
    }
    writeHeader(output, bytes.length + LATIN_1);
    output.writeBytes(bytes);
  }

  private static boolean isAscii(byte[] bytes) {
    int last = bytes.length - Long.BYTES;
    if (last < 0) {
      int seen = 0;
      for (byte letter : bytes) {
        seen |= letter;
      }
      return seen >= 0;
    }
    for (int i = 0; i < last; i += Long.BYTES) {
      if (((long) EIGHT_BYTES.get(bytes, i) & HIGH_BITS) != 0) {
        return false;
      }
    }
    return ((long) EIGHT_BYTES.get(bytes, last) & HIGH_BITS) == 0;
  }

  private static boolean holdsQuestionMark(byte[] bytes) {
    int i = 0;
    for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
      long differences = (long) EIGHT_BYTES.get(bytes, i) ^ QUESTION_MARKS;
      if (((differences - LOW_BITS) & ~differences & HIGH_BITS) != 0) { // one of them is zero
        return true;
      }
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] == '?') {
        return true;
      }
    }
    return false;
  }

  private static String readAscii(Input input) {
    int start = input.position();
    if (Numbers.isBuffered(input, 1)) {
      byte[] buffer = input.getBuffer();
      int end = endOfAscii(buffer, start, input.limit());
      if (end >= 0) {
        input.setPosition(end);
        return ascii(buffer, start, end);
      }
    }
    return readAsciiByByte(input);
  }

  private static String ascii(byte[] buffer, int start, int end) {
    return StringInternals.OPEN ? ownAscii(buffer, start, end) : copiedAscii(buffer, start, end);
  }

  /** With an array that is the string's own: no store to the buffer just before it is read. */
  static String ownAscii(byte[] buffer, int start, int end) {
    byte[] own = copyOf(buffer, start, end - start);
    own[own.length - 1] ^= (byte) END_OF_ASCII;
    return StringInternals.ofLatin1(own);
  }

  /** The same where strings are closed. Kryo does likewise: the array is the input's own. */
  static String copiedAscii(byte[] buffer, int start, int end) {
    buffer[end - 1] ^= (byte) END_OF_ASCII;
    String text = latin1ByJdk(buffer, start, end - start);
    buffer[end - 1] ^= (byte) END_OF_ASCII;
    return text;
  }

  /** The JIT compiler copies a few bytes so faster than by {@code Arrays.copyOfRange}. */
  private static byte[] copyOf(byte[] buffer, int start, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(buffer, start, copy, 0, length);
    return copy;
  }

  /**
   * After the byte with a high bit, or -1 when none comes before the limit. Four letters and less
   * without a loop, of which the JIT compiler makes three: to find the end of three letters so took
   * 8 ns.
   */
  private static int endOfAscii(byte[] buffer, int start, int limit) {
    int i = start + 1; // a text of one letter has a header
    if (i < limit && buffer[i] < 0) {
      return i + 1;
    }
    if (++i < limit && buffer[i] < 0) {
      return i + 1;
    }
    if (++i < limit && buffer[i] < 0) {
      return i + 1;
    }
    for (; i <= limit - Long.BYTES; i += Long.BYTES) {
      long high = (long) EIGHT_BYTES.get(buffer, i) & HIGH_BITS;
      if (high != 0) {
        return i + Long.numberOfTrailingZeros(high) / Byte.SIZE + 1;
      }
    }
    for (; i < limit; i++) {
      if (buffer[i] < 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /** For text that crosses the end of the input's buffer. */
  private static String readAsciiByByte(Input input) {
    var text = new StringBuilder();
    int letter;
    do {
      letter = input.readByte();
      text.append((char) (letter & ~END_OF_ASCII & 0xFF));
    } while (letter >= 0);
    return text.toString();
  }

  private static String readLatin1(Input input, int length) {
    if (Numbers.isBuffered(input, length)) {
      int start = input.position();
      input.setPosition(start + length);
      return latin1(input.getBuffer(), start, length);
    }
    return latin1(readBytes(input, length), 0, length);
  }

  private static String latin1(byte[] bytes, int start, int length) {
    return StringInternals.OPEN
        ? StringInternals.ofLatin1(copyOf(bytes, start, length))
        : latin1ByJdk(bytes, start, length);
  }

  /** By the one constructor of String that the JIT compiler inlines: it looks up no charset. */
  @SuppressWarnings("deprecation") // it is right where every byte is a character
  private static String latin1ByJdk(byte[] bytes, int start, int length) {
    return new String(bytes, 0, start, length);
  }

  private static String readEncoded(Input input, int length) {
    if (length < 0) {
      throw new KryoException("Invalid length of a string: " + length + " (must not be negative)");
    }
    String text;
    if (Numbers.isBuffered(input, length)) {
      text = new String(input.getBuffer(), input.position(), length, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') < 0) { // the decoder's mark for what is not UTF-8
        input.setPosition(input.position() + length);
        return text;
      }
    }
    byte[] bytes = readBytes(input, length);
    text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : Wtf8.decode(bytes);
  }

  private static byte[] readBytes(Input input, int length) {
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    int have = 0;
    while (have < length) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
      }
      input.readBytes(bytes, have, bytes.length - have);
      have = bytes.length;
    }
    return bytes;
  }
}
