package dev.p3.record;

import java.util.Locale;

/**
 * What is said of a value that a column cannot hold as it is.
 *
 * @param path to the component
 * @param column the column's type, in SQL
 */
record CannotHold(String path, Object value, String column, String rule, String remedy) {
  private static final int MOST_CHARACTERS = 80;

  IllegalArgumentException exception() {
    String text = value.toString();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Cannot hold %s = %s in a column of %s: %s (%s)",
            path,
            text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text,
            column,
            rule,
            remedy));
  }
}
