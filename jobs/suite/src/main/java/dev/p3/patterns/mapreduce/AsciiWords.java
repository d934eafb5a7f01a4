package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.Consumer;

/**
 * The words of text that is all ASCII, as ICU cuts and folds them, in less time. There the rules of
 * UAX #29 come down to runs of letters, digits and low lines, some of which a single punctuation
 * mark joins. A test holds it to ICU.
 */
final class AsciiWords {
  private static final byte OTHER = 0;
  private static final byte LOW_LINE = 1;
  private static final byte DIGIT = 2;
  private static final byte LETTER = 4;
  private static final byte[] KINDS = new byte[0x80];

  static {
    for (char c = 0; c < KINDS.length; c++) {
      KINDS[c] =
          Character.isLetter(c)
              ? LETTER
              : Character.isDigit(c) ? DIGIT : c == '_' ? LOW_LINE : OTHER;
    }
  }

  private AsciiWords() {}

  /** Hands over the words with a letter or a digit, in lower case. */
  static void forEach(String text, Consumer<String> words) {
    forEach(
        text.getBytes(ISO_8859_1),
        (bytes, from, to) -> words.accept(new String(bytes, from, to - from, ISO_8859_1)));
  }

  /** Hands over the words with a letter or a digit, in lower case. */
  static void forEach(byte[] text, TokenSink words) {
    byte[] lower = lowerCase(text);
    for (int i = 0; i < lower.length; i++) {
      int kinds = KINDS[lower[i]];
      if (kinds != OTHER) {
        int start = i;
        for (i++; i < lower.length; i++) {
          byte kind = KINDS[lower[i]];
          if (kind == OTHER && !joins(lower, i)) {
            break;
          }
          kinds |= kind;
        }
        if (kinds != LOW_LINE) {
          words.accept(lower, start, i);
        }
      }
    }
  }

  /** Rules WB6 and WB7 between two letters, WB11 and WB12 between two digits. */
  private static boolean joins(byte[] text, int i) {
    if (i + 1 >= text.length) {
      return false;
    }
    int around = KINDS[text[i - 1]] == KINDS[text[i + 1]] ? KINDS[text[i + 1]] : OTHER;
    return switch (text[i]) {
      case '.', '\'' -> around == LETTER || around == DIGIT;
      case ':' -> around == LETTER;
      case ',', ';' -> around == DIGIT;
      default -> false;
    };
  }

  private static byte[] lowerCase(byte[] text) {
    byte[] lower = new byte[text.length];
    for (int i = 0; i < text.length; i++) {
      byte c = text[i];
      lower[i] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return lower;
  }
}
