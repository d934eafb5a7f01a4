package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import java.util.function.Consumer;

/**
 * Words as ICU cuts and folds them, in less time, of text whose words are found by the rules of UAX
 * #29 alone: not what ICU looks up in dictionaries, as Chinese and Thai, nor emoji. The words
 * around these, between blanks, are left to ICU. A test holds it to ICU.
 *
 * <p>Source: Unicode Standard Annex #29, section 4.1.1, rules WB4 to WB13b.
 *
 * <p>Not thread-safe.
 */
final class PlainWords {
  private static final int MOST_BYTES = 3;

  private byte[] text = new byte[0];
  private int[] kinds = new int[0];
  private int[] starts = new int[1];
  private boolean isAllPlain;
  private byte[] folded = new byte[0];
  private int used;

  /**
   * Hands over the words with a letter or a digit.
   *
   * @param utf8 the text; words with nothing to fold are handed over as parts of it
   * @param rest takes what has to be cut by ICU, in its turn
   * @return whether the text is well-formed; otherwise nothing was handed over
   */
  boolean forEach(byte[] utf8, TokenSink words, Consumer<String> rest) {
    if (kinds.length < utf8.length) {
      kinds = new int[utf8.length];
      starts = new int[utf8.length + 1];
    }
    text = utf8;
    int length = decode();
    if (length == Utf8.MALFORMED) {
      return false;
    }
    folded = new byte[0]; // others hold the bytes of the words before
    used = 0;
    if (isAllPlain) {
      cut(0, length, words);
    } else {
      forEach(length, words, rest);
    }
    return true;
  }

  /**
   * Looks each character up as it is decoded: to make a String and to pass over that took longer.
   *
   * @return how many characters there are, or {@link Utf8#MALFORMED}
   */
  private int decode() {
    byte[] bytes = text;
    int length = 0;
    int all = 0;
    int i = 0;
    while (i < bytes.length) {
      int c = Utf8.at(bytes, i, bytes.length);
      if (c == Utf8.MALFORMED) {
        return c;
      }
      int kind = Character.isBmpCodePoint(c) ? Kinds.of((char) c) : Kinds.LEFT_TO_ICU;
      starts[length] = i;
      i += Utf8.bytes(c);
      kinds[length++] = kind;
      all |= kind;
    }
    starts[length] = i;
    isAllPlain = all >= 0;
    return length;
  }

  private void forEach(int length, TokenSink words, Consumer<String> rest) {
    int from = 0;
    while (from < length) {
      int blank = from;
      int i = from;
      for (; i < length && kinds[i] >= 0; i++) {
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
      rest.accept(given(blank, end));
      from = end;
    }
  }

  /** Blanks belong together, and with them what belongs to the last one. */
  private boolean beginsBlanks(int i) {
    return text[starts[i]] == ' ' && (i == 0 || (kinds[i - 1] & Kinds.SPACE) == 0);
  }

  private String given(int from, int to) {
    return new String(text, starts[from], starts[to] - starts[from], UTF_8);
  }

  private void cut(int from, int to, TokenSink words) {
    int i = from;
    while (i < to) {
      int start = i;
      int last = kinds[i];
      if ((last & Kinds.WORD) == 0) {
        i++;
        if ((last & Kinds.HANGUL) != 0) {
          i = afterHangul(i, to);
          words.accept(text, starts[start], starts[i]);
        }
        continue;
      }
      int all = 0;
      int end;
      while (true) {
        for (; i < to && (kinds[i] & (Kinds.WORD | Kinds.MARK)) != 0; i++) {
          last = (kinds[i] & Kinds.WORD) == 0 ? last : kinds[i];
          all |= kinds[i];
        }
        end = i;
        if (i == to) {
          break;
        }
        int next = afterMarks(i + 1, to);
        if (next == to || !joins(last, kinds[i], kinds[next])) {
          end = isHebrewWithQuote(last, kinds[i]) ? next : end;
          break;
        }
        i = next;
      }
      i = end;
      if ((all & Kinds.LETTER_OR_DIGIT) != 0) {
        accept(start, end, all, words);
      }
    }
  }

  private void accept(int from, int to, int all, TokenSink words) {
    if ((all & Kinds.FOLDED) == 0) {
      words.accept(text, starts[from], starts[to]);
    } else if ((all & Kinds.LONGER) == 0) {
      fold(from, to, words);
    } else {
      words.accept(UCharacter.foldCase(given(from, to), true));
    }
  }

  private void fold(int from, int to, TokenSink words) {
    int most = Math.multiplyExact(MOST_BYTES, to - from);
    if (folded.length - used < most) {
      folded = new byte[Math.max(most, text.length)];
      used = 0;
    }
    int start = used;
    for (int i = from; i < to; i++) {
      used = Utf8.put(folded, used, (char) kinds[i]);
    }
    words.accept(folded, start, used);
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
    static final int FOLDED = 1 << 26;
    static final int LONGER = 1 << 27;
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
      boolean isLetterOrDigit = UCharacter.isLetterOrDigit(c);
      boolean isLonger = folded.length() != 1;
      boolean isFolded = isLonger || folded.charAt(0) != c;
      boolean needsIcu =
          kind < 0
              || (isFolded && kind != 0 && (kind & WORD) == 0)
              || (isLetterOrDigit && (kind & (WORD | HANGUL)) == 0)
              || Character.isSurrogate((char) c)
              || UCharacter.getIntPropertyValue(c, UProperty.LINE_BREAK)
                  == UCharacter.LineBreak.COMPLEX_CONTEXT
              || isOfDictionary(UScript.getScript(c));
      return needsIcu
          ? LEFT_TO_ICU
          : kind
              | (isLonger ? LONGER | c : folded.charAt(0))
              | (isFolded ? FOLDED : 0)
              | (isLetterOrDigit ? LETTER_OR_DIGIT : 0);
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
