package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.function.Consumer;

/** Cuts text into tokens. Not thread-safe: one for each task. */
public interface Tokenizer {
  /** Hands over the tokens of a text in their order. */
  void forEach(String text, Consumer<String> tokens);

  /** Whether {@link #forEachTaken} takes a text in UTF-8, as it does when it is all ASCII. */
  default boolean takes(byte[] text) {
    return AsciiText.isAscii(text);
  }

  /** As {@link #forEach}, of a text that {@link #takes} is true of, without Strings. */
  void forEachTaken(byte[] text, TokenSink tokens);

  /** As {@link #forEach}, of a text in UTF-8. */
  default void forEachInUtf8(byte[] text, TokenSink tokens) {
    if (takes(text)) {
      forEachTaken(text, tokens);
    } else {
      forEach(new String(text, UTF_8), tokens::accept);
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

    @Override
    public void forEach(String text, Consumer<String> tokens) {
      if (AsciiText.isAscii(text)) {
        AsciiWords.forEach(text, tokens);
        return;
      }
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
    public boolean takes(byte[] text) {
      return AsciiWords.takes(text);
    }

    @Override
    public void forEachTaken(byte[] text, TokenSink tokens) {
      AsciiWords.forEach(text, tokens);
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
    public void forEachTaken(byte[] text, TokenSink tokens) {
      AsciiText.betweenWhiteSpace(text, tokens);
    }

    private static boolean isWhiteSpace(char c) {
      return c <= ' '
          ? c == ' ' || (c >= '\t' && c <= '\r')
          : c > '~' && UCharacter.isUWhiteSpace(c);
    }
  }
}
