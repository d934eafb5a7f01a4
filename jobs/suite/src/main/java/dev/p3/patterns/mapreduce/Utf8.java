package dev.p3.patterns.mapreduce;

/** Single characters of text in UTF-8. */
final class Utf8 {
  /** What a byte is that no character begins with, or that the next ones do not go with. */
  static final int MALFORMED = -1;

  private static final byte AFTER_NEXT = (byte) 0xC0;
  private static final byte FIRST_OF_TWO = (byte) 0xC2;
  private static final byte FIRST_OF_THREE = (byte) 0xE0;
  private static final byte FIRST_OF_FOUR = (byte) 0xF0;
  private static final byte AFTER_FIRST = (byte) 0xF5;
  private static final int NEXT = 0x80;
  private static final int BITS = 6;
  private static final int MASK = (1 << BITS) - 1;
  private static final int ONE_BYTE = 0x7F;
  private static final int TWO_BYTES = 0x7FF;
  private static final int FOUR_BYTES = 0x1FFFFF;

  private Utf8() {}

  /**
   * The code point of the character that begins somewhere, or {@link #MALFORMED}.
   *
   * @param to where the text has ended
   */
  static int at(byte[] text, int i, int to) {
    int first = text[i];
    if (first >= 0) {
      return first;
    }
    if (first < FIRST_OF_TWO || !isNext(text, i + 1, to)) {
      return MALFORMED;
    }
    int c = (first << BITS) | (text[i + 1] & MASK);
    if (first < FIRST_OF_THREE) {
      return c & TWO_BYTES;
    }
    if (!isNext(text, i + 2, to)) {
      return MALFORMED;
    }
    c = (c << BITS) | (text[i + 2] & MASK);
    if (first < FIRST_OF_FOUR) {
      return (char) c <= TWO_BYTES || Character.isSurrogate((char) c) ? MALFORMED : (char) c;
    }
    if (first >= AFTER_FIRST || !isNext(text, i + 3, to)) {
      return MALFORMED;
    }
    c = ((c << BITS) | (text[i + 3] & MASK)) & FOUR_BYTES;
    return Character.isSupplementaryCodePoint(c) ? c : MALFORMED;
  }

  private static boolean isNext(byte[] text, int i, int to) {
    return i < to && text[i] < AFTER_NEXT;
  }

  /** How many bytes a character takes. */
  static int bytes(int c) {
    return c <= ONE_BYTE ? 1 : c <= TWO_BYTES ? 2 : Character.isBmpCodePoint(c) ? 3 : 4;
  }

  /**
   * Writes a character of the Basic Multilingual Plane.
   *
   * @return where it has ended
   */
  static int put(byte[] bytes, int at, char c) {
    int next = at;
    if (c <= ONE_BYTE) {
      bytes[next++] = (byte) c;
      return next;
    }
    if (c <= TWO_BYTES) {
      bytes[next++] = (byte) (AFTER_NEXT | (c >> BITS));
    } else {
      bytes[next++] = (byte) (FIRST_OF_THREE | (c >> (2 * BITS)));
      bytes[next++] = (byte) (NEXT | ((c >> BITS) & MASK));
    }
    bytes[next++] = (byte) (NEXT | (c & MASK));
    return next;
  }
}
