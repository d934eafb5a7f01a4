package dev.p3.patterns.mapreduce;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/** Words of a whole text by ICU alone, which faster ways are held to. */
final class IcuWords {
  private final BreakIterator icu = BreakIterator.getWordInstance(ULocale.ROOT);

  /** The words that have a letter or a digit, folded. */
  List<String> of(String text) {
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
