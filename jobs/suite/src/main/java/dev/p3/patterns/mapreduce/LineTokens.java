package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Set;
import java.util.function.Consumer;

/** From the bytes of a line to the tokens to count. Not thread-safe: one for each task. */
final class LineTokens {
  private final Tokenizer tokenizer;
  private final LineDecoder decoder;
  private final Set<String> stopWords;
  private final boolean isUtf8;
  private final boolean hasAscii;

  LineTokens(Tokens kind, Charset encoding, Set<String> stopWords) {
    this.tokenizer = Tokenizer.of(kind);
    this.decoder = new LineDecoder(encoding);
    this.stopWords = stopWords;
    this.isUtf8 = encoding.equals(UTF_8);
    this.hasAscii = AsciiText.isWithin(encoding);
  }

  /** Hands over the tokens that are no stop words. */
  void forEach(byte[] line, Consumer<String> tokens) {
    tokenizer.forEach(
        decoder.decode(line),
        token -> {
          if (!stopWords.contains(token)) {
            tokens.accept(token);
          }
        });
  }

  /**
   * Hands over all tokens, stop words too, in UTF-8. Those of a line in UTF-8, and of one that is
   * all ASCII, are found in its bytes where that is possible, without a String.
   */
  void forEachInUtf8(byte[] line, TokenSink tokens) {
    boolean inUtf8 = isUtf8 || (hasAscii && AsciiText.isAscii(line));
    if (!inUtf8 || !tokenizer.forEachInBytes(line, tokens)) {
      tokenizer.forEachAsUtf8(decoder.decode(line), tokens);
    }
  }

  boolean hasStopWords() {
    return !stopWords.isEmpty();
  }

  /** Whether a token in UTF-8 is not to be counted. */
  boolean isStopWord(byte[] token) {
    return stopWords.contains(new String(token, UTF_8));
  }

  /** The malformed bytes met and not yet taken. */
  long malformedBytes() {
    return decoder.malformedBytes();
  }

  long takeMalformedBytes() {
    return decoder.takeMalformedBytes();
  }
}
