package dev.p3.patterns.scope;

/**
 * Which fact column is looked up by which lookup column.
 *
 * @param fact a column of the facts
 * @param lookup a column of the lookup
 */
public record KeyMatch(String fact, String lookup) {
  /** Reads {@code FACTCOL=LOOKUPCOL}. */
  public static KeyMatch parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1) {
      throw new IllegalArgumentException("must be FACTCOL=LOOKUPCOL, such as origin=iata");
    }
    return new KeyMatch(text.substring(0, equals), text.substring(equals + 1));
  }

  @Override
  public String toString() {
    return fact + "=" + lookup;
  }
}
