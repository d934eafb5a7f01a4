package dev.p3.patterns.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.p3.data.raw.RawRows;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/** From the bytes of a line to the tokens to count. Not thread-safe: one for each task. */
final class LineTokens {
  private final Tokenizer tokenizer;
  private final LineDecoder decoder;
  private final Set<String> stopWords;
  private final boolean isUtf8;
  private final boolean hasAscii;
  private final boolean hasBlocks;

  LineTokens(Tokens kind, Charset encoding, Set<String> stopWords) {
    this.tokenizer = Tokenizer.of(kind);
    this.decoder = new LineDecoder(encoding);
    this.stopWords = stopWords;
    this.isUtf8 = encoding.equals(UTF_8);
    this.hasAscii = AsciiText.isWithin(encoding);
    this.hasBlocks = RawRows.hasBlocks(encoding);
  }

  /** Hands over the tokens of a line, or of many with their line ends, that are no stop words. */
  void forEach(byte[] lines, Consumer<String> tokens) {
    forEachLine(
        lines,
        line ->
            tokenizer.forEach(
                decoder.decode(line),
                token -> {
                  if (!stopWords.contains(token)) {
                    tokens.accept(token);
                  }
                }));
  }

  /**
   * Hands over all tokens, stop words too, in UTF-8. Those of text in UTF-8, and of text that is
   * all ASCII, are found in its bytes where that is possible, without a String: of all lines at
   * once, or else of each that allows it.
   */
  void forEachInUtf8(byte[] lines, TokenSink tokens) {
    if (!inBytes(lines, tokens)) {
      forEachLine(
          lines,
          line -> {
            boolean isDone = isUtf8 ? tokenizer.forEachInLine(line, tokens) : inBytes(line, tokens);
            if (!isDone) {
              tokenizer.forEachAsUtf8(decoder.decode(line), tokens);
            }
          });
    }
  }

  private boolean inBytes(byte[] text, TokenSink tokens) {
    boolean inUtf8 = isUtf8 || (hasAscii && AsciiText.isAscii(text));
    return inUtf8 && tokenizer.forEachInBytes(text, tokens);
  }

  private void forEachLine(byte[] lines, Consumer<byte[]> each) {
    int start = 0;
    int end = hasBlocks ? AsciiText.endOfLine(lines, 0) : lines.length;
    while (end < lines.length) {
      each.accept(Arrays.copyOfRange(lines, start, end));
      start = end + 1;
      end = AsciiText.endOfLine(lines, start);
    }
    each.accept(start == 0 ? lines : Arrays.copyOfRange(lines, start, end));
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
