package dev.p3.patterns.mapreduce;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import java.util.function.Consumer;

/**
 * Words as ICU cuts and folds them, in less time, of text whose words are found by the rules of UAX
 * #29 alone: not what ICU looks up in dictionaries, as Chinese and Thai, and neither emoji nor what
 * gets longer when its case is folded. The words around these, between blanks, are left to ICU. A
 * test holds it to ICU.
 *
 * <p>Source: Unicode Standard Annex #29, section 4.1.1, rules WB4 to WB13b.
 *
 * <p>Not thread-safe.
 */
final class PlainWords {
  /** Takes a word, folded. */
  interface Sink {
    void accept(char[] folded, int from, int to);
  }

  /** Hands words on in UTF-8. They have no surrogates, which are left to ICU. */
  static final class InUtf8 implements Sink {
    private static final int MOST_BYTES = 3;
    private static final int FIRST_OF_TWO = 0xC0;
    private static final int FIRST_OF_THREE = 0xE0;
    private static final int NEXT = 0x80;
    private static final int BITS = 6;
    private static final int MASK = NEXT / 2 - 1;

    private final TokenSink tokens;
    private final byte[] bytes;
    private int used;

    /**
     * For the words of one text.
     *
     * @param length of the text in characters
     */
    InUtf8(TokenSink tokens, int length) {
      this.tokens = tokens;
      this.bytes = new byte[Math.multiplyExact(MOST_BYTES, length)];
    }

    @Override
    public void accept(char[] folded, int from, int to) {
      int start = used;
      for (int i = from; i < to; i++) {
        put(folded[i]);
      }
      tokens.accept(bytes, start, used);
    }

    private void put(char c) {
      if (c < NEXT) {
        bytes[used++] = (byte) c;
        return;
      }
      if (c < 1 << (2 * BITS - 1)) {
        bytes[used++] = (byte) (FIRST_OF_TWO | (c >> BITS));
      } else {
        bytes[used++] = (byte) (FIRST_OF_THREE | (c >> (2 * BITS)));
        bytes[used++] = (byte) (NEXT | ((c >> BITS) & MASK));
      }
      bytes[used++] = (byte) (NEXT | (c & MASK));
    }
  }

  private char[] given = new char[0];
  private char[] folded = new char[0];
  private int[] kinds = new int[0];

  /**
   * Hands over the words with a letter or a digit.
   *
   * @param rest takes what has to be cut by ICU, in its turn
   */
  void forEach(String text, Sink words, Consumer<String> rest) {
    int length = text.length();
    if (given.length < length) {
      given = new char[length];
      folded = new char[length];
      kinds = new int[length];
    }
    text.getChars(0, length, given, 0);
    int from = 0;
    while (from < length) {
      int blank = from;
      int i = from;
      for (; i < length && fold(i); i++) {
        if (beginsBlanks(i)) {
          blank = i;
        }
      }
      if (i == length) {
        cut(from, length, words);
        return;
      }
      cut(from, blank, words);
      int end = i;
      while (end < length && !beginsBlanks(end)) {
        end++;
      }
      rest.accept(new String(given, blank, end - blank));
      from = end;
    }
  }

  /** Blanks belong together, and with them what belongs to the last one. */
  private boolean beginsBlanks(int i) {
    return given[i] == ' ' && (i == 0 || (Kinds.of(given[i - 1]) & Kinds.SPACE) == 0);
  }

  /** Whether a character needs no ICU. */
  private boolean fold(int i) {
    int kind = Kinds.of(given[i]);
    kinds[i] = kind;
    folded[i] = (char) kind;
    return kind >= 0;
  }

  private void cut(int from, int to, Sink words) {
    int i = from;
    while (i < to) {
      int start = i;
      int last = kinds[i++];
      if ((last & Kinds.WORD) == 0) {
        if ((last & Kinds.HANGUL) != 0) {
          i = afterHangul(i, to);
          words.accept(folded, start, i);
        }
        continue;
      }
      int all = last;
      int end;
      while (true) {
        i = afterMarks(i, to);
        end = i;
        if (i == to) {
          break;
        }
        int kind = kinds[i];
        if ((kind & Kinds.WORD) == 0) {
          int next = afterMarks(i + 1, to);
          if (next == to || !joins(last, kind, kinds[next])) {
            end = isHebrewWithQuote(last, kind) ? next : end;
            break;
          }
          i = next;
          kind = kinds[i];
        }
        last = kind;
        all |= kind;
        i++;
      }
      i = end;
      if ((all & Kinds.LETTER_OR_DIGIT) != 0) {
        words.accept(folded, start, end);
      }
    }
  }

  /** Syllables of Hangul, which ICU joins to nothing else. */
  private int afterHangul(int from, int to) {
    int i = from;
    while (i < to && (kinds[i] & Kinds.HANGUL) != 0) {
      i++;
    }
    return afterMarks(i, to);
  }

  /** WB4: what belongs to the character before it. */
  private int afterMarks(int from, int to) {
    int i = from;
    while (i < to && (kinds[i] & Kinds.MARK) != 0) {
      i++;
    }
    return i;
  }

  /** WB6, WB7, WB7b, WB7c, WB11 and WB12. */
  private static boolean joins(int before, int between, int after) {
    return ((between & Kinds.MID_LETTER) != 0 && (before & after & Kinds.ANY_LETTER) != 0)
        || ((between & Kinds.MID_NUMBER) != 0 && (before & after & Kinds.NUMBER) != 0)
        || ((char) between == '"' && (before & after & Kinds.HEBREW) != 0);
  }

  /** WB7a. */
  private static boolean isHebrewWithQuote(int before, int quote) {
    return (char) quote == '\'' && (before & Kinds.HEBREW) != 0;
  }

  /** For each character of the Basic Multilingual Plane its folded one and, above, what it is. */
  private static final class Kinds {
    static final int ANY_LETTER = 1 << 16;
    static final int HEBREW = 1 << 17;
    static final int NUMBER = 1 << 18;
    static final int LOW_LINE = 1 << 19;
    static final int HANGUL = 1 << 20;
    static final int WORD = ANY_LETTER | NUMBER | LOW_LINE;
    static final int MARK = 1 << 21;
    static final int MID_LETTER = 1 << 22;
    static final int MID_NUMBER = 1 << 23;
    static final int LETTER_OR_DIGIT = 1 << 24;
    static final int SPACE = 1 << 25;
    static final int LEFT_TO_ICU = 1 << 31;

    private static final char FIRST_SYLLABLE = '\uAC00';
    private static final char LAST_SYLLABLE = '\uD7A3';
    private static final int KNOWN = 1 << 30;

    /** Filled as characters are met: all of them take a fifth of a second. */
    private static final int[] OF = new int[1 << Character.SIZE];

    static int of(char c) {
      int kind = OF[c];
      if (kind == 0) {
        kind = KNOWN | kind(c);
        OF[c] = kind;
      }
      return kind;
    }

    private static int kind(int c) {
      String folded = UCharacter.foldCase(String.valueOf((char) c), true);
      int kind = byRules(c);
      boolean needsIcu =
          kind < 0
              || folded.length() != 1
              || (UCharacter.isLetterOrDigit(c) && (kind & (WORD | HANGUL)) == 0)
              || Character.isSurrogate((char) c)
              || UCharacter.getIntPropertyValue(c, UProperty.LINE_BREAK)
                  == UCharacter.LineBreak.COMPLEX_CONTEXT
              || isOfDictionary(UScript.getScript(c));
      return needsIcu
          ? LEFT_TO_ICU
          : kind | folded.charAt(0) | (UCharacter.isLetterOrDigit(c) ? LETTER_OR_DIGIT : 0);
    }

    private static boolean isOfDictionary(int script) {
      return script == UScript.HAN || script == UScript.HIRAGANA || script == UScript.KATAKANA;
    }

    private static int byRules(int c) {
      return switch (UCharacter.getIntPropertyValue(c, UProperty.WORD_BREAK)) {
        case UCharacter.WordBreak.ALETTER ->
            c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE ? HANGUL : ANY_LETTER;
        case UCharacter.WordBreak.HEBREW_LETTER -> ANY_LETTER | HEBREW;
        case UCharacter.WordBreak.NUMERIC -> NUMBER;
        case UCharacter.WordBreak.EXTENDNUMLET -> LOW_LINE;
        case UCharacter.WordBreak.EXTEND, UCharacter.WordBreak.FORMAT -> MARK;
        case UCharacter.WordBreak.MIDLETTER -> MID_LETTER;
        case UCharacter.WordBreak.MIDNUM -> MID_NUMBER;
        case UCharacter.WordBreak.MIDNUMLET, UCharacter.WordBreak.SINGLE_QUOTE ->
            MID_LETTER | MID_NUMBER;
        case UCharacter.WordBreak.WSEGSPACE -> SPACE;
        case UCharacter.WordBreak.KATAKANA,
            UCharacter.WordBreak.REGIONAL_INDICATOR,
            UCharacter.WordBreak.ZWJ ->
            LEFT_TO_ICU;
        default -> 0;
      };
    }
  }
}
