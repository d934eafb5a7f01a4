package dev.p3.patterns.mapreduce;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Decodes lines and counts the bytes that are not text. Not thread-safe: one for each task. */
final class LineDecoder {
  private static final char REPLACEMENT = '\uFFFD';

  private final Charset encoding;
  private final CharsetDecoder reporting;
  private long malformedBytes;

  LineDecoder(Charset encoding) {
    this.encoding = encoding;
    this.reporting =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** The text, with U+FFFD in place of malformed bytes. */
  String decode(byte[] line) {
    // The JDK's own decoding is several times faster and puts U+FFFD at the same places.
    String text = new String(line, encoding);
    if (text.indexOf(REPLACEMENT) >= 0) {
      countMalformed(line);
    }
    return text;
  }

  /** The malformed bytes met and not yet taken. */
  long malformedBytes() {
    return malformedBytes;
  }

  /** The malformed bytes since the last call. */
  long takeMalformedBytes() {
    long taken = malformedBytes;
    malformedBytes = 0;
    return taken;
  }

  private void countMalformed(byte[] line) {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    CharBuffer chars = CharBuffer.allocate(1024);
    reporting.reset();
    while (true) {
      CoderResult result = reporting.decode(bytes, chars, true);
      chars.clear();
      if (result.isUnderflow()) {
        return;
      }
      if (result.isError()) {
        malformedBytes += result.length();
        bytes.position(bytes.position() + result.length());
      }
    }
  }
}
