package dev.p3.data.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of any encoding as UTF-8. Bytes that are not text in the encoding become the byte FF, which
 * UTF-8 never holds, so that the check of the UTF-8 finds them. Not thread-safe.
 */
final class Utf8Stream extends InputStream {
  private static final byte MALFORMED = (byte) 0xFF;
  private static final int BYTES = 1 << 16;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer source = ByteBuffer.allocate(BYTES).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(BYTES);
  private final ByteBuffer text = ByteBuffer.allocate(4 * BYTES).limit(0);
  private boolean atEnd;

  Utf8Stream(InputStream in, Charset encoding) {
    this.in = in;
    this.decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    return makeText() ? text.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!makeText()) {
      return -1;
    }
    int taken = Math.min(length, text.remaining());
    text.get(target, offset, taken);
    return taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean makeText() throws IOException {
    while (!text.hasRemaining() && !(atEnd && !source.hasRemaining())) {
      fillSource();
      text.clear();
      CoderResult result = decoder.decode(source, chars, atEnd);
      chars.flip();
      encoder.encode(chars, text, atEnd || result.isError());
      chars.compact();
      if (result.isError()) {
        source.position(source.position() + result.length());
        text.put(MALFORMED);
        encoder.reset();
      }
      text.flip();
    }
    return text.hasRemaining();
  }

  private void fillSource() throws IOException {
    source.compact();
    while (!atEnd && source.hasRemaining()) {
      int read = in.read(source.array(), source.position(), source.remaining());
      atEnd = read < 0;
      source.position(source.position() + Math.max(0, read));
    }
    source.flip();
  }
}
