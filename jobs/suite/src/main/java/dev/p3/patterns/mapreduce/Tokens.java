package dev.p3.patterns.mapreduce;

/** What counts as a token. */
public enum Tokens {
  /**
   * Words by the word boundaries of Unicode UAX #29, those with a letter or a digit, in full case
   * folding.
   */
  WORDS,
  /** What stands between Unicode white space, unchanged. */
  WHITESPACE
}
