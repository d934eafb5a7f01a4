package dev.p3.patterns.mapreduce;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * The words of text that is all ASCII, as ICU cuts and folds them, in less time. There the rules of
 * UAX #29 come down to runs of letters, digits and low lines, some of which a single punctuation
 * mark joins. A test holds it to ICU.
 */
final class AsciiWords {
  private AsciiWords() {}

  /** Whether every character is ASCII. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Hands over the words with a letter or a digit, in lower case. */
  static void forEach(String text, Consumer<String> words) {
    int start = -1;
    boolean hasLetterOrDigit = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (isLetter(c) || isDigit(c) || c == '_') {
        start = start < 0 ? i : start;
        hasLetterOrDigit |= c != '_';
      } else if (start >= 0 && !joins(text, i)) {
        if (hasLetterOrDigit) {
          words.accept(text.substring(start, i).toLowerCase(Locale.ROOT));
        }
        start = -1;
        hasLetterOrDigit = false;
      }
    }
  }

  /** Rules WB6 and WB7 between two letters, WB11 and WB12 between two digits. */
  private static boolean joins(String text, int i) {
    if (i + 1 >= text.length()) {
      return false;
    }
    char before = text.charAt(i - 1);
    char after = text.charAt(i + 1);
    boolean betweenLetters = isLetter(before) && isLetter(after);
    boolean betweenDigits = isDigit(before) && isDigit(after);
    return switch (text.charAt(i)) {
      case '.', '\'' -> betweenLetters || betweenDigits;
      case ':' -> betweenLetters;
      case ',', ';' -> betweenDigits;
      default -> false;
    };
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
