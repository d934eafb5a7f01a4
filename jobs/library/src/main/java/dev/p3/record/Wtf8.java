package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Generalized UTF-8 (WTF-8), as in <a href="https://simonsapin.github.io/wtf-8/">its
 * specification</a>: holds surrogates without a partner too, as three bytes each.
 */
final class Wtf8 {
  private Wtf8() {}

  /** Whether a text has surrogates without a partner, which UTF-8 cannot hold. */
  static boolean isNeededFor(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (isSurrogate(codePoint)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** UTF-8, but with surrogates that have no partner as three bytes each. */
  static byte[] encode(String text) {
    var bytes = new ByteArrayOutputStream(text.length() + text.length() / 2);
    text.codePoints()
        .forEach(
            codePoint -> {
              if (isSurrogate(codePoint)) {
                bytes.write(0xE0 | (codePoint >> 12));
                bytes.write(0x80 | ((codePoint >> 6) & 0x3F));
                bytes.write(0x80 | (codePoint & 0x3F));
              } else {
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /**
   * What {@link #encode} made.
   *
   * @throws KryoException when the bytes are none of that
   */
  static String decode(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int size = sizeOfSequence(bytes[i] & 0xFF);
      if (size == 0 || i + size > bytes.length) {
        throw new KryoException(
            String.format(
                Locale.ROOT, "Invalid string: byte %d of %d is not UTF-8", i, bytes.length));
      }
      int codePoint = size == 1 ? bytes[i] : bytes[i] & (0xFF >> (size + 1));
      for (int next = 1; next < size; next++) {
        codePoint = (codePoint << 6) | (bytes[i + next] & 0x3F);
      }
      if (!Character.isValidCodePoint(codePoint)) {
        throw new KryoException("Invalid string: no character has number " + codePoint);
      }
      text.appendCodePoint(codePoint);
      i += size;
    }
    return text.toString();
  }

  /** Of the sequence that begins with this byte, or 0 when none does. */
  private static int sizeOfSequence(int first) {
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC0 || first > 0xF7) {
      return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }
}
