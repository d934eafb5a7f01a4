package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts text into tokens. Not thread-safe: one for each task. */
public interface Tokenizer {
  /** Hands over the tokens of a text in their order. */
  void forEach(String text, Consumer<String> tokens);

  /**
   * As {@link #forEach}, of a text in UTF-8, when that needs no String; of ASCII it never does.
   *
   * @return whether it was so; otherwise nothing was handed over
   */
  boolean forEachInBytes(byte[] text, TokenSink tokens);

  /**
   * As {@link #forEach}, of a line in UTF-8, when that needs no String of all of it; of malformed
   * bytes it does.
   *
   * @return whether it was so; otherwise nothing was handed over
   */
  default boolean forEachInLine(byte[] line, TokenSink tokens) {
    return forEachInBytes(line, tokens);
  }

  /** As {@link #forEach}, with the tokens in UTF-8. */
  default void forEachAsUtf8(String text, TokenSink tokens) {
    forEach(text, tokens::accept);
  }

  /** As {@link #forEach}, of a text in UTF-8. */
  default void forEachInUtf8(byte[] text, TokenSink tokens) {
    if (!forEachInLine(text, tokens)) {
      forEachAsUtf8(new String(text, UTF_8), tokens);
    }
  }

  /** A tokenizer of a kind. */
  static Tokenizer of(Tokens kind) {
    return switch (kind) {
      case WORDS -> new Words();
      case WHITESPACE -> new BetweenWhiteSpace();
    };
  }

  /** UAX #29 words by ICU, with its dictionaries for scripts that do not part words by spaces. */
  final class Words implements Tokenizer {
    private final BreakIterator boundaries = BreakIterator.getWordInstance(ULocale.ROOT);
    private final PlainWords plain = new PlainWords();

    @Override
    public void forEach(String text, Consumer<String> tokens) {
      plain.forEach(
          text.getBytes(UTF_8),
          (bytes, from, to) -> tokens.accept(new String(bytes, from, to - from, UTF_8)),
          rest -> forEachByIcu(rest, tokens));
    }

    @Override
    public void forEachAsUtf8(String text, TokenSink tokens) {
      forEachInLine(text.getBytes(UTF_8), tokens); // which are well-formed
    }

    private void forEachByIcu(String text, Consumer<String> tokens) {
      boundaries.setText(text);
      int start = boundaries.first();
      for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
        if (hasLetterOrDigit(text, start, end)) {
          tokens.accept(UCharacter.foldCase(text.substring(start, end), true));
        }
        start = end;
      }
    }

    @Override
    public boolean forEachInBytes(byte[] text, TokenSink tokens) {
      if (AsciiWords.takes(text)) {
        AsciiWords.forEach(text, tokens);
        return true;
      }
      return false;
    }

    @Override
    public boolean forEachInLine(byte[] line, TokenSink tokens) {
      return forEachInBytes(line, tokens)
          || plain.forEach(line, tokens, rest -> forEachByIcu(rest, tokens::accept));
    }

    private static boolean hasLetterOrDigit(String text, int start, int end) {
      for (int i = start; i < end; ) {
        int codePoint = text.codePointAt(i);
        if (UCharacter.isLetterOrDigit(codePoint)) {
          return true;
        }
        i += Character.charCount(codePoint);
      }
      return false;
    }
  }

  /** By the Unicode property White_Space, whose characters all fit one {@code char}. */
  final class BetweenWhiteSpace implements Tokenizer {
    @Override
    public void forEach(String text, Consumer<String> tokens) {
      int start = -1;
      for (int i = 0; i < text.length(); i++) {
        if (isWhiteSpace(text.charAt(i))) {
          if (start >= 0) {
            tokens.accept(text.substring(start, i));
          }
          start = -1;
        } else if (start < 0) {
          start = i;
        }
      }
      if (start >= 0) {
        tokens.accept(text.substring(start));
      }
    }

    @Override
    public boolean forEachInBytes(byte[] text, TokenSink tokens) {
      if (AsciiText.isAscii(text)) {
        AsciiText.betweenWhiteSpace(AsciiText.padded(text), text.length, tokens);
        return true;
      }
      return false;
    }

    @Override
    public boolean forEachInLine(byte[] line, TokenSink tokens) {
      byte[] padded = AsciiText.padded(line);
      boolean isWellFormed = blank(padded, line.length);
      if (isWellFormed) {
        AsciiText.betweenWhiteSpace(padded, line.length, tokens);
      }
      return isWellFormed;
    }

    /**
     * Puts spaces in place of other white space than that of ASCII.
     *
     * @return whether the text is well-formed
     */
    private static boolean blank(byte[] text, int length) {
      int i = AsciiText.endOfAscii(text, 0);
      while (i < length) {
        int c = Utf8.at(text, i, length);
        if (c == Utf8.MALFORMED) {
          return false;
        }
        int next = i + Utf8.bytes(c);
        if (Character.isBmpCodePoint(c) && isWhiteSpace((char) c)) {
          Arrays.fill(text, i, next, (byte) ' ');
        }
        i = text[next] < 0 ? next : AsciiText.endOfAscii(text, next);
      }
      return true;
    }

    private static boolean isWhiteSpace(char c) {
      return c <= ' '
          ? c == ' ' || (c >= '\t' && c <= '\r')
          : c > '~' && UCharacter.isUWhiteSpace(c);
    }
  }
}
