package dev.p3.patterns.mapreduce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What is all ASCII, which means the same in most encodings and needs no decoding. */
final class AsciiText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NOT_ASCII = 0x8080808080808080L;
  private static final long EACH = 0x0101010101010101L;

  /** Times the lowest bits of eight bytes gives them as the highest byte, the first one lowest. */
  private static final long GATHERED = 0x0102040810204080L;

  private static final int CHARACTERS = 0x80;

  private AsciiText() {}

  /** Whether every byte is ASCII. */
  static boolean isAscii(byte[] text) {
    return endOfAscii(text, 0) == text.length;
  }

  /**
   * Where the first byte is that is not ASCII, from some place on; the length where there is none.
   */
  static int endOfAscii(byte[] text, int from) {
    int i = from;
    while (i <= text.length - Long.BYTES && ((long) LONGS.get(text, i) & NOT_ASCII) == 0) {
      i += Long.BYTES;
    }
    while (i < text.length && text[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Where the first LF or CR is, from some place on; the length where there is none. */
  static int endOfLine(byte[] text, int from) {
    int i = from;
    for (; i <= text.length - Long.BYTES; i += Long.BYTES) {
      long eight = (long) LONGS.get(text, i);
      long ends = between(eight, '\n', '\n') | between(eight, '\r', '\r');
      if (ends != 0) {
        return i + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
      }
    }
    while (i < text.length && text[i] != '\n' && text[i] != '\r') {
      i++;
    }
    return i;
  }

  /**
   * Whether bytes that are all ASCII are the same text in an encoding: in UTF-8, and in those of
   * one byte for each character that begin with ASCII. Others have states, or pairs of bytes.
   */
  static boolean isWithin(Charset encoding) {
    if (encoding.equals(StandardCharsets.UTF_8)) {
      return true;
    }
    if (!encoding.canEncode() || encoding.newEncoder().maxBytesPerChar() > 1) {
      return false;
    }
    var ascii = new byte[CHARACTERS];
    for (int i = 0; i < CHARACTERS; i++) {
      ascii[i] = (byte) i;
    }
    return new String(ascii, encoding).equals(new String(ascii, StandardCharsets.US_ASCII));
  }

  /**
   * Hands over what stands between white space of ASCII. It is looked for in 64 bytes at once: of a
   * branch for each byte the one at a token's end is mispredicted.
   *
   * @param padded the text as {@link #padded} gives it
   * @param length of the text
   */
  static void betweenWhiteSpace(byte[] padded, int length, TokenSink tokens) {
    padded[length] = ' ';
    int start = 0;
    for (int at = 0; at <= length; at += Long.SIZE) {
      for (long white = whiteSpace(padded, at); white != 0; white &= white - 1) {
        int end = at + Long.numberOfTrailingZeros(white);
        if (end > start) {
          tokens.accept(padded, start, end);
        }
        start = end + 1;
      }
    }
  }

  /**
   * Bytes with zeros after them, one at least, so that 64 can be read from each multiple of 64, and
   * a token's as {@link TokenBytes} reads them.
   */
  static byte[] padded(byte[] text) {
    return Arrays.copyOf(text, (text.length | (Long.SIZE - 1)) + 1 + TokenBytes.SHORT);
  }

  private static long whiteSpace(byte[] text, int from) {
    long white = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      long eight = eight(text, from, i);
      white |= gathered(between(eight, ' ', ' ') | between(eight, '\t', '\r'), i);
    }
    return white;
  }

  /** Eight bytes, the first lowest, after so many times eight. */
  static long eight(byte[] text, int from, int number) {
    return (long) LONGS.get(text, from + number * Long.BYTES);
  }

  /** Sets the highest bit of each byte that is from one to another character; the others are 0. */
  static long between(long eight, char first, char last) {
    long ascii = eight & ~NOT_ASCII;
    long notLess = ascii + (CHARACTERS - first) * EACH;
    long greater = ascii + (CHARACTERS - 1 - last) * EACH;
    return notLess & ~greater & ~eight & NOT_ASCII;
  }

  /** The highest bits of eight bytes as bits of 64, after those of so many times eight. */
  static long gathered(long eight, int number) {
    long bits = ((eight >>> (Byte.SIZE - 1)) * GATHERED) >>> (Long.SIZE - Byte.SIZE);
    return bits << (number * Byte.SIZE);
  }
}
