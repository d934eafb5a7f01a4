package dev.p3.patterns.mapreduce;

/**
 * The words of text that is all ASCII but for the dashes and quotation marks of printed English, as
 * ICU cuts and folds them, in less time. There the rules of UAX #29 come down to runs of letters,
 * digits and low lines, some of which a single punctuation mark joins. A test holds it to ICU.
 */
final class AsciiWords {
  private static final byte OTHER = 0;
  private static final byte LOW_LINE = 1;
  private static final byte DIGIT = 2;
  private static final byte LETTER = 4;

  /** By a byte without its sign. */
  private static final byte[] KINDS = new byte[0x100];

  /** From a byte's highest bit to that which tells lower case from upper case. */
  private static final int LOWER_SHIFT = 2;

  /** The bytes of a mark in UTF-8 but the last one. */
  private static final byte MARK_1 = (byte) 0xE2;

  private static final byte MARK_2 = (byte) 0x80;
  private static final int MARK_BYTES = 3;

  static {
    for (char c = 0; c < 0x80; c++) {
      KINDS[c] =
          Character.isLetter(c)
              ? LETTER
              : Character.isDigit(c) ? DIGIT : c == '_' ? LOW_LINE : OTHER;
    }
  }

  private AsciiWords() {}

  /** Whether {@link #forEach} takes a text in UTF-8. */
  static boolean takes(byte[] text) {
    int i = AsciiText.endOfAscii(text, 0);
    while (i < text.length && isMark(text, i)) {
      i = AsciiText.endOfAscii(text, i + MARK_BYTES);
    }
    return i == text.length;
  }

  private static boolean isMark(byte[] text, int i) {
    return i + MARK_BYTES <= text.length
        && text[i] == MARK_1
        && text[i + 1] == MARK_2
        && switch (text[i + 2] & 0xFF) { // – — ‘ ’ “ ” …
          case 0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA6 -> true;
          default -> false;
        };
  }

  /**
   * Hands over the words with a letter or a digit, in lower case. Where words begin and end is
   * found in 64 bytes at once, as in {@link AsciiText#betweenWhiteSpace}.
   */
  static void forEach(byte[] text, TokenSink words) {
    byte[] lower = lowerCase(text);
    int start = 0;
    int joined = -1;
    boolean inside = false;
    for (int at = 0; at <= text.length; at += Long.SIZE) {
      long parts = parts(lower, at);
      long changes = parts ^ ((parts << 1) | (inside ? 1 : 0));
      for (; changes != 0; changes &= changes - 1) {
        int i = at + Long.numberOfTrailingZeros(changes);
        inside = !inside;
        if (!inside) {
          int joiner = joiner(lower, i);
          joined = i + joiner;
          if (joiner == 0 && hasLetterOrDigit(lower, start, i)) {
            words.accept(lower, start, i);
          }
        } else if (joined != i) {
          start = i;
        }
      }
    }
  }

  /** A bit for each of 64 bytes that is a letter, a digit or a low line. */
  private static long parts(byte[] lower, int from) {
    long parts = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      long eight = AsciiText.eight(lower, from, i);
      long part =
          AsciiText.between(eight, 'a', 'z')
              | AsciiText.between(eight, '0', '9')
              | AsciiText.between(eight, '_', '_');
      parts |= AsciiText.gathered(part, i);
    }
    return parts;
  }

  private static boolean hasLetterOrDigit(byte[] text, int from, int to) {
    int i = from;
    while (i < to && (kind(text, i) & (LETTER | DIGIT)) == 0) {
      i++;
    }
    return i < to;
  }

  private static byte kind(byte[] text, int i) {
    return KINDS[text[i] & 0xFF];
  }

  /**
   * Rules WB6 and WB7 between two letters, WB11 and WB12 between two digits: how many bytes join
   * what is around them, 0 where they do not.
   */
  private static int joiner(byte[] text, int i) {
    int between =
        switch (text[i]) {
          case '.', '\'' -> LETTER | DIGIT;
          case ':' -> LETTER;
          case ',', ';' -> DIGIT;
          case MARK_1 -> (text[i + 2] & 0xFE) == 0x98 ? LETTER | DIGIT : OTHER; // ‘ ’
          default -> OTHER;
        };
    int bytes = text[i] == MARK_1 ? MARK_BYTES : 1;
    boolean joins =
        between != OTHER
            && kind(text, i - 1) == kind(text, i + bytes)
            && (between & kind(text, i - 1)) != 0;
    return joins ? bytes : 0;
  }

  private static byte[] lowerCase(byte[] text) {
    byte[] lower = AsciiText.padded(text);
    for (int at = 0; at < text.length; at += Long.BYTES) {
      long eight = AsciiText.eight(lower, at, 0);
      TokenBytes.put(lower, at, eight | (AsciiText.between(eight, 'A', 'Z') >>> LOWER_SHIFT));
    }
    return lower;
  }
}
