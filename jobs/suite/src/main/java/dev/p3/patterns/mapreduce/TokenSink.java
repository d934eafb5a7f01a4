package dev.p3.patterns.mapreduce;

/** Takes tokens as bytes in UTF-8. */
@FunctionalInterface
interface TokenSink {
  /**
   * Takes a token.
   *
   * @param bytes the token's among others; they must not change afterwards
   * @param from where it begins
   * @param to where it has ended
   */
  void accept(byte[] bytes, int from, int to);
}
