package dev.p3.data;

/**
 * Surrogates without their other half, such as an escape in JSON may make: Java's strings hold
 * them, UTF-8 does not, and Spark makes question marks of them in silence.
 */
public final class HalfCharacters {
  private HalfCharacters() {}

  /** Whether a text has any. */
  public static boolean areIn(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
