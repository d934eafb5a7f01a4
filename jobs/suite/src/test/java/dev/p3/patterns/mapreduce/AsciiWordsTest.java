package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-spark")
class AsciiWordsTest {
  private static final int TEXTS = 300_000;
  private static final int LONGEST_TEXT = 12;

  /** Words are looked for in 64 bytes at once. */
  private static final int LONG_TEXT = 150;

  /** Letters, digits and marks more often than the rest, so that they meet. */
  private static final String FREQUENT = "aZ09_.',;:";

  /** As {@link #FREQUENT}, with the marks that are not ASCII. */
  private static final String PRINTED = "aZ0_.: ‘’“”–—…";

  private final IcuWords icu = new IcuWords();

  @Test
  void cutsAndFoldsRandomAsciiTextAsIcuDoes() {
    var random = new Random(29);
    for (int i = 0; i < TEXTS; i++) {
      String text = randomText(random, FREQUENT);
      List<String> words = words(text.getBytes(UTF_8));
      List<String> expected = icu.of(text);
      if (!words.equals(expected)) { // so many of assertThat would take most of the time
        assertThat(words).as("words of '%s'", text).isEqualTo(expected);
      }
    }
  }

  @Test
  void cutsAndFoldsRandomPrintedTextAsIcuDoes() {
    var random = new Random(31);
    for (int i = 0; i < TEXTS; i++) {
      String text = randomText(random, PRINTED);
      byte[] bytes = text.getBytes(UTF_8);
      List<String> words = words(bytes);
      List<String> expected = icu.of(text);
      if (!words.equals(expected) || !AsciiWords.takes(bytes)) { // as above
        assertThat(words).as("words of '%s'", text).isEqualTo(expected);
        assertThat(AsciiWords.takes(bytes)).as("takes '%s'", text).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"naïve", "a\u2010b", "‘a\u2027b", "\u2090", "\u0913", "👍", "long enough “é"})
  void leavesOtherTextToIcu(String text) {
    assertThat(AsciiWords.takes(text.getBytes(UTF_8))).isFalse();
  }

  @Test
  void leavesAMarkThatIsCutOffToIcu() {
    byte[] whole = "word ’".getBytes(UTF_8);
    assertThat(AsciiWords.takes(whole)).isTrue();
    assertThat(AsciiWords.takes(Arrays.copyOf(whole, whole.length - 1))).isFalse();
    assertThat(AsciiWords.takes(Arrays.copyOf(whole, whole.length - 2))).isFalse();
  }

  private static List<String> words(byte[] text) {
    var words = new ArrayList<String>();
    AsciiWords.forEach(
        text, (bytes, from, to) -> words.add(new String(bytes, from, to - from, UTF_8)));
    return words;
  }

  private static String randomText(Random random, String frequent) {
    int length = random.nextInt(random.nextInt(20) == 0 ? LONG_TEXT : LONGEST_TEXT);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(
          random.nextInt(3) > 0
              ? frequent.charAt(random.nextInt(frequent.length()))
              : (char) random.nextInt(0x80));
    }
    return text.toString();
  }
}
