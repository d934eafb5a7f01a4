package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-spark")
class TokenizerTest {
  /** White_Space=Yes in the Unicode Character Database's PropList.txt, typed from the standard. */
  private static final Set<Integer> WHITE_SPACE =
      Set.of(
          0x9, 0xA, 0xB, 0xC, 0xD, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
          0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000);

  private final Tokenizer words = Tokenizer.of(Tokens.WORDS);
  private final Tokenizer betweenWhiteSpace = Tokenizer.of(Tokens.WHITESPACE);

  @Test
  void cutsTheExampleOfTheUnicodeStandard() {
    assertThat(tokens(words, "The quick (“brown”) fox can’t jump 32.3 feet, right?"))
        .containsExactly("the", "quick", "brown", "fox", "can’t", "jump", "32.3", "feet", "right");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "can't                | can't",
        "3.14 and 1,000,000   | 3.14 and 1,000,000",
        "U.S.A.               | u.s.a",
        "e-mail snake_case    | e mail snake_case",
        "R2-D2                | r2 d2",
        "'quoted' \"quoted\"  | quoted quoted",
        "a,b;c                | a b c",
        "__ -- ... € №        | ``",
        "👍 ok 👩‍👩‍👧 🇩🇪     | ok",
        "½ Ⅷ ①                | ``",
      })
  void keepsWhatHasALetterOrADigit(String text, String expected) {
    assertThat(String.join(" ", tokens(words, text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Straße,    strasse",
    "STRASSE,   strasse",
    "ẞ,         ss",
    "ﬁne,       fine",
    "ΟΔΥΣΣΕΥΣ,  οδυσσευσ",
    "Ὀδυσσεύς,  ὀδυσσεύσ",
    "ISTANBUL,  istanbul",
    "İstanbul,  i\u0307stanbul",
    "ısı,       ısı",
    "МОСКВА,    москва",
    "Ｔｅｓｔｓ, ｔｅｓｔｓ",
    "Ꭰ,         Ꭰ",
    "ꭰ,         Ꭰ",
    "𐐀𐐁,        𐐨𐐩",
  })
  void foldsCaseInFullAndForNoLanguageInParticular(String text, String expected) {
    assertThat(tokens(words, text)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "การที่ได้ต้องแสดงว่างานดี. แล้วเธอจะไปไหน? ๑๒๓๔, "
        + "การ ที่ ได้ ต้อง แสดง ว่า งาน ดี แล้ว เธอ จะ ไป ไหน ๑๒๓๔",
    "我购买了道具和服装。, 我 购买 了 道具 和 服装",
    "我購買了道具和服裝。, 我 購買 了 道具 和 服裝",
    "それはまだ実験段階にあります, それ は まだ 実験 段階 に あり ます",
    "안녕하세요 한글입니다, 안녕하세요 한글입니다",
    "ܣܝܡ ܠܗ, ܣܝܡ ܠܗ",
  })
  void findsTheWordsOfScriptsThatDoNotPartThem(String text, String expected) {
    assertThat(tokens(words, text)).containsExactly(expected.split(" "));
  }

  @Test
  void leavesCombiningMarksAndFormatCharactersInsideTheirWord() {
    assertThat(tokens(words, "e\u0301te\u0301 co\u00ADoperate नमस्ते"))
        .containsExactly("e\u0301te\u0301", "co\u00ADoperate", "नमस्ते");
  }

  @Test
  void doesNotTakeComposedAndDecomposedLettersForOne() {
    assertThat(new TreeSet<>(tokens(words, "\u00E9 e\u0301"))).hasSize(2);
  }

  @Test
  void partsWordsAtTheZeroWidthSpace() {
    assertThat(tokens(words, "zero\u200Bwidth")).containsExactly("zero", "width");
  }

  @Test
  void leavesAByteOrderMarkOutOfTheFirstWord() {
    assertThat(tokens(words, "\uFEFFCall me")).containsExactly("call", "me");
  }

  @Test
  void partsTextExactlyAtTheWhiteSpaceOfUnicode() {
    var parting = new TreeSet<Integer>();
    var changed = new TreeSet<Integer>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
      if (!surrogate) {
        List<String> tokens = tokens(betweenWhiteSpace, around(codePoint));
        if (tokens.equals(List.of("a", "b"))) {
          parting.add(codePoint);
        } else if (!tokens.equals(
            List.of(around(codePoint)))) { // a million of assertThat take 20 s
          changed.add(codePoint);
        }
      }
    }
    assertThat(parting).isEqualTo(new TreeSet<>(WHITE_SPACE));
    assertThat(changed).isEmpty();
  }

  @Test
  void leavesTextBetweenWhiteSpaceUnchanged() {
    assertThat(tokens(betweenWhiteSpace, " \t Straße,\u00A0(STRASSE) 👍\u3000e\u0301\u200Bx\r\n"))
        .containsExactly("Straße,", "(STRASSE)", "👍", "e\u0301\u200Bx");
  }

  @Test
  void findsNothingInNothing() {
    for (String text : List.of("", " ", "\u2003\u3000")) {
      assertThat(tokens(words, text)).isEmpty();
      assertThat(tokens(betweenWhiteSpace, text)).isEmpty();
    }
  }

  @Test
  void servesOneTextAfterAnother() {
    assertThat(tokens(words, "a long text")).containsExactly("a", "long", "text");
    assertThat(tokens(words, "short")).containsExactly("short");
  }

  @Test
  void goesOnAfterAnUnpairedSurrogate() {
    assertThat(tokens(words, "a \uD83D b")).containsExactly("a", "b");
    assertThat(tokens(betweenWhiteSpace, "a \uD83D b")).containsExactly("a", "\uD83D", "b");
  }

  @Test
  void findsTheTokensOfRandomTextInItsBytesAsOnStrings() {
    var random = new Random(43);
    String characters = "aß€𐐀\u0085\u00A0\u1680\u2000\u200A\u200B\u2028\u202F\u205F\u3000 \t\n\r";
    int[] codePoints = characters.codePoints().toArray();
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(random.nextInt(8) == 0 ? 150 : 20); left > 0; left--) {
        text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
      }
      assertThat(tokens(betweenWhiteSpace, text.toString()))
          .noneMatch(String::isEmpty)
          .noneMatch(token -> token.contains(" "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "C2", "C1BF", "E282", "EDA080", "F0908D", "F4908080", "FF"})
  void leavesMalformedBytesToWhoCountsThem(String hex) {
    byte[] malformed = HexFormat.of().parseHex("20C3A420" + hex + "20");
    for (Tokenizer tokenizer : List.of(words, betweenWhiteSpace)) {
      var tokens = new ArrayList<String>();
      assertThat(tokenizer.forEachInLine(malformed, (bytes, from, to) -> tokens.add(""))).isFalse();
      assertThat(tokens).isEmpty();
    }
  }

  private static String around(int codePoint) {
    return "a" + Character.toString(codePoint) + "b";
  }

  private static List<String> tokens(Tokenizer tokenizer, String text) {
    var tokens = new ArrayList<String>();
    tokenizer.forEach(text, tokens::add);
    byte[] utf8 = text.getBytes(UTF_8);
    if (new String(utf8, UTF_8).equals(text)) {
      var inUtf8 = new ArrayList<String>();
      tokenizer.forEachInUtf8(
          utf8, (bytes, from, to) -> inUtf8.add(new String(bytes, from, to - from, UTF_8)));
      if (!inUtf8.equals(tokens)) { // a million of assertThat take 20 s
        assertThat(inUtf8).as("in the bytes of '%s'", text).isEqualTo(tokens);
      }
    }
    return tokens;
  }
}
