package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-spark")
class PlainWordsTest {
  private static final int TEXTS = 300_000;
  private static final int LONGEST_TEXT = 12;
  private static final int CODE_POINTS = 0x20000;

  /** What the rules are about, more often than all the rest. */
  private static final String FREQUENT = "aZ1.',:\"_אב한  ";

  private static final int LONGEST_SEQUENCE = 5;

  /** The first and the last of each place in a sequence of UTF-8, and some without a place. */
  private static final int[] FREQUENT_BYTES = {
    'a', 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
    0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  private final IcuWords icu = new IcuWords();
  private final Tokenizer words = Tokenizer.of(Tokens.WORDS);

  @Test
  void cutsAndFoldsRandomTextAsIcuDoes() {
    List<List<Integer>> kinds = codePointsByWordBreak();
    var random = new Random(37);
    for (int i = 0; i < TEXTS; i++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(LONGEST_TEXT); left > 0; left--) {
        List<Integer> kind = kinds.get(random.nextInt(kinds.size()));
        text.appendCodePoint(
            random.nextInt(3) == 0
                ? FREQUENT.charAt(random.nextInt(FREQUENT.length()))
                : kind.get(random.nextInt(kind.size())));
      }
      List<String> found = words(text.toString());
      List<String> expected = icu.of(text.toString());
      if (!found.equals(expected)) { // so many of assertThat would take most of the time
        assertThat(found).as("words of '%s'", text).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Il a déjà vu l’été, n'est-ce pas ?",
        "Съешь же ещё этих мягких французских булок, да выпей чаю",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
        "צה\"ל וצ'ק ג' 3.14",
        "أَبْجَدِيَّة عَرَبِيَّة ١٢٣٫٤",
        "नमस्ते दुनिया",
        "안녕하세요 2026년 Hello한글",
        "Die Straße ist groß und GROẞ",
        "I ❤\uFE0F p3 👍🏽 and 🇩🇪 very 'much' indeed",
        "Thai ภาษาไทย and 日本語の文 and カタカナ too",
        "two\u2003 \uFF9Eblanks  \uFF9E"
      })
  void cutsTextOfManyScriptsAsIcuDoes(String text) {
    assertThat(words(text)).isEqualTo(icu.of(text));
  }

  @ParameterizedTest
  @CsvSource({"naïve Été,", "groß here,", "a 日本 b,日本", "ok 👍 ok,👍", "日本,日本"})
  void leavesToIcuOnlyWhatIsBetweenTheBlanks(String text, String left) {
    var rest = new ArrayList<String>();
    new PlainWords().forEach(text.getBytes(UTF_8), (bytes, from, to) -> {}, rest::add);
    assertThat(rest.stream().map(String::strip))
        .isEqualTo(left == null ? List.of() : List.of(left));
  }

  @Test
  void takesWellFormedBytesAlone() throws IOException {
    var random = new Random(41);
    var plain = new PlainWords();
    var accepted = new TreeSet<Boolean>();
    for (int i = 0; i < TEXTS; i++) {
      var bytes = new ByteArrayOutputStream();
      for (int left = random.nextInt(3); left > 0; left--) {
        bytes.write(Character.toString(random.nextInt(Character.MAX_CODE_POINT)).getBytes(UTF_8));
      }
      for (int left = random.nextInt(LONGEST_SEQUENCE); left > 0; left--) {
        bytes.write(FREQUENT_BYTES[random.nextInt(FREQUENT_BYTES.length)]);
      }
      byte[] text = bytes.toByteArray();
      boolean isWellFormed = isWellFormed(text);
      boolean isTaken = plain.forEach(text, (word, from, to) -> {}, rest -> {});
      if (isTaken != isWellFormed) {
        assertThat(isTaken).as("takes %s", HexFormat.of().formatHex(text)).isEqualTo(isWellFormed);
      }
      accepted.add(isTaken);
    }
    assertThat(accepted).containsExactly(false, true);
  }

  private static boolean isWellFormed(byte[] text) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(text)); // which reports what is malformed
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private List<String> words(String text) {
    var found = new ArrayList<String>();
    words.forEach(text, found::add);
    assertThat(inUtf8(sink -> words.forEachInUtf8(text.getBytes(UTF_8), sink))).isEqualTo(found);
    assertThat(inUtf8(sink -> words.forEachAsUtf8(text, sink))).isEqualTo(found);
    return found;
  }

  private static List<String> inUtf8(Consumer<TokenSink> forEach) {
    var found = new ArrayList<String>();
    forEach.accept((bytes, from, to) -> found.add(new String(bytes, from, to - from, UTF_8)));
    return found;
  }

  private static List<List<Integer>> codePointsByWordBreak() {
    Map<Integer, List<Integer>> kinds = new TreeMap<>();
    IntStream.range(0, CODE_POINTS)
        .filter(c -> c > Character.MAX_SURROGATE || c < Character.MIN_SURROGATE)
        .forEach(
            c ->
                kinds
                    .computeIfAbsent(
                        UCharacter.getIntPropertyValue(c, UProperty.WORD_BREAK),
                        kind -> new ArrayList<>())
                    .add(c));
    return List.copyOf(kinds.values());
  }
}
