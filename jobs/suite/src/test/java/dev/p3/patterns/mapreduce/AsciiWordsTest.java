package dev.p3.patterns.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-spark")
class AsciiWordsTest {
  private static final int TEXTS = 300_000;
  private static final int LONGEST_TEXT = 12;

  /** Letters, digits and marks more often than the rest, so that they meet. */
  private static final String FREQUENT = "aZ09_.',;:";

  private final BreakIterator icu = BreakIterator.getWordInstance(ULocale.ROOT);

  @Test
  void cutsAndFoldsRandomAsciiTextAsIcuDoes() {
    var random = new Random(29);
    for (int i = 0; i < TEXTS; i++) {
      String text = randomText(random);
      var words = new ArrayList<String>();
      AsciiWords.forEach(text, words::add);
      List<String> expected = wordsByIcu(text);
      if (!words.equals(expected)) { // so many of assertThat would take most of the time
        assertThat(words).as("words of '%s'", text).isEqualTo(expected);
      }
    }
  }

  private static String randomText(Random random) {
    int length = random.nextInt(LONGEST_TEXT);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(
          random.nextInt(3) > 0
              ? FREQUENT.charAt(random.nextInt(FREQUENT.length()))
              : (char) random.nextInt(0x80));
    }
    return text.toString();
  }

  private List<String> wordsByIcu(String text) {
    var words = new ArrayList<String>();
    icu.setText(text);
    int start = icu.first();
    for (int end = icu.next(); end != BreakIterator.DONE; end = icu.next()) {
      String word = text.substring(start, end);
      if (word.codePoints().anyMatch(UCharacter::isLetterOrDigit)) {
        words.add(UCharacter.foldCase(word, true));
      }
      start = end;
    }
    return words;
  }
}
