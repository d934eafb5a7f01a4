package dev.p3.data.raw;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds bytes that are not UTF-8. */
final class Utf8Fault {
  private Utf8Fault() {}

  /** The first such byte and where it stands; null when there is none. */
  static FormFault in(byte[] buffer, int from, int to) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(buffer, from, to - from);
    CharBuffer chars = CharBuffer.allocate(to - from);
    CoderResult result = decoder.decode(bytes, chars, true);
    return result.isError()
        ? new FormFault(
            RowFault.INVALID_UTF8,
            String.format(
                Locale.ROOT,
                "byte %02X is not text in the input's encoding (character %,d of the row)",
                bytes.get(bytes.position()),
                chars.position() + 1))
        : null;
  }
}
