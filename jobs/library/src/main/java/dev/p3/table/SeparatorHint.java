package dev.p3.table;

import java.util.Locale;
import java.util.Optional;

/**
 * What probably separates the values of a CSV file whose header seems to be a single field.
 *
 * @param separator one of the frequent ones
 */
public record SeparatorHint(char separator) {
  /** Of those that occur equally often, the first counts. */
  private static final String FREQUENT = ",;\t|^~";

  /**
   * Looks at a header.
   *
   * @param header its line; what stands in quotes counts for nothing
   * @param inUse the separator that the file is read with
   * @param quote the character around names; 0 for none
   * @return empty when the separator in use occurs, or none of the frequent ones does
   */
  public static Optional<SeparatorHint> of(String header, String inUse, char quote) {
    String names = withoutQuoted(header, quote);
    if (names.contains(inUse)) {
      return Optional.empty();
    }
    return FREQUENT
        .chars()
        .filter(candidate -> names.indexOf(candidate) >= 0)
        .boxed()
        .reduce((best, next) -> count(names, next) > count(names, best) ? next : best)
        .map(best -> new SeparatorHint((char) best.intValue()));
  }

  /** The reader option that names it, for example {@code sep=;}, as a URI takes it. */
  public String option() {
    return switch (separator) {
      case '\t' -> "sep=\\t";
      case ',' -> "sep=\\,";
      default -> "sep=" + separator;
    };
  }

  /** What it probably is, for example {@code the separator is probably ';'}. */
  public String guess() {
    return "the separator is probably " + (separator == '\t' ? "a tab" : "'" + separator + "'");
  }

  /**
   * What is the case, and what to write.
   *
   * @param uri what the user wrote, with {@link #option}
   */
  public String advice(String uri) {
    return String.format(
        Locale.ROOT, "its header is a single field, and %s: write '%s'", guess(), uri);
  }

  private static String withoutQuoted(String header, char quote) {
    var names = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < header.length(); i++) {
      char next = header.charAt(i);
      if (quote != 0 && next == quote) {
        isQuoted = !isQuoted;
      } else if (!isQuoted) {
        names.append(next);
      }
    }
    return names.toString();
  }

  private static long count(String text, int character) {
    return text.chars().filter(next -> next == character).count();
  }
}
