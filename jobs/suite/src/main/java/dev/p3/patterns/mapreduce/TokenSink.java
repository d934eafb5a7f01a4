package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Takes tokens as bytes in UTF-8. */
@FunctionalInterface
public interface TokenSink {
  /**
   * Takes a token.
   *
   * @param bytes the token's among others; they must not change afterwards
   * @param from where it begins
   * @param to where it has ended
   */
  void accept(byte[] bytes, int from, int to);

  /** Takes a token as a text. */
  default void accept(String token) {
    byte[] bytes = token.getBytes(UTF_8);
    accept(bytes, 0, bytes.length);
  }
}
