package dev.p3.patterns.mapreduce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What is all ASCII, which means the same in most encodings and needs no decoding. */
final class AsciiText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NOT_ASCII = 0x8080808080808080L;
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

  /** Whether every character is ASCII. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= CHARACTERS) {
        return false;
      }
    }
    return true;
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

  /** Hands over what stands between white space. */
  static void betweenWhiteSpace(byte[] text, TokenSink tokens) {
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      byte c = text[i];
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        if (i > start) {
          tokens.accept(text, start, i);
        }
        start = i + 1;
      }
    }
    if (text.length > start) {
      tokens.accept(text, start, text.length);
    }
  }
}
