package dev.p3.patterns.mapreduce;

import java.nio.charset.Charset;
import java.util.Set;
import java.util.function.Consumer;

/** From the bytes of a line to the tokens to count. Not thread-safe: one for each task. */
final class LineTokens {
  private final Tokenizer tokenizer;
  private final LineDecoder decoder;
  private final Set<String> stopWords;

  LineTokens(Tokens kind, Charset encoding, Set<String> stopWords) {
    this.tokenizer = Tokenizer.of(kind);
    this.decoder = new LineDecoder(encoding);
    this.stopWords = stopWords;
  }

  void forEach(byte[] line, Consumer<String> tokens) {
    tokenizer.forEach(
        decoder.decode(line),
        token -> {
          if (!stopWords.contains(token)) {
            tokens.accept(token);
          }
        });
  }

  /** The malformed bytes met and not yet taken. */
  long malformedBytes() {
    return decoder.malformedBytes();
  }

  long takeMalformedBytes() {
    return decoder.takeMalformedBytes();
  }
}
