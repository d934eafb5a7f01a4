package dev.p3.record;

import java.io.Serializable;
import java.util.Locale;
import java.util.function.Function;

/**
 * Gives back a text that a column of STRING holds as it is, or throws.
 *
 * @param path to the component
 */
record WholeCharacters(String path) implements Function<Object, Object>, Serializable {
  @Override
  public Object apply(Object text) {
    if (Wtf8.isNeededFor((String) text)) {
      throw new CannotHold(
              path,
              escaped((String) text),
              "STRING",
              "it has half a character (a surrogate without its other half), which UTF-8 cannot hold",
              "replace it, for example by U+FFFD")
          .exception();
    }
    return text;
  }

  /** What a terminal can show. */
  private static String escaped(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(
            codePoint -> {
              if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
              } else {
                shown.appendCodePoint(codePoint);
              }
            });
    return shown.toString();
  }
}
