package dev.p3.record;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@code Output.writeString} writes, without trusting its length: memory grows with the
 * bytes that are there, not with the length that they claim.
 */
final class Texts {
  private static final int IS_LENGTH = 0x80;
  private static final int LENGTH_CONTINUES = 0x40;
  private static final int LENGTH_BITS = 0x3F;
  private static final int LARGEST_FIRST_CAPACITY = 1 << 12;

  private Texts() {}

  /** A string, or null when null was written. */
  static String read(Input input) {
    int first = input.readByte();
    if ((first & IS_LENGTH) == 0) {
      // ASCII, ended by a high bit: Kryo stops where the bytes do.
      input.setPosition(input.position() - 1);
      return input.readString();
    }
    int length = first & LENGTH_BITS;
    if ((first & LENGTH_CONTINUES) != 0) {
      length |= input.readVarInt(true) << 6;
    }
    if (length < 0) {
      throw new KryoException("Invalid length of a string: " + length + " (must not be negative)");
    }
    return switch (length) {
      case 0 -> null;
      case 1 -> "";
      default -> readCharacters(input, length - 1);
    };
  }

  private static String readCharacters(Input input, int count) {
    byte[] buffer = input.getBuffer();
    int start = input.position();
    if (buffer != null && count <= input.limit() - start && isAscii(buffer, start, count)) {
      input.setPosition(start + count);
      return new String(buffer, start, count, StandardCharsets.ISO_8859_1);
    }
    var text = new StringBuilder(Math.min(count, LARGEST_FIRST_CAPACITY));
    while (text.length() < count) {
      text.append(readCharacter(input));
    }
    return text.toString();
  }

  private static boolean isAscii(byte[] buffer, int start, int count) {
    int seen = 0;
    for (int i = start; i < start + count; i++) {
      seen |= buffer[i];
    }
    return seen >= 0;
  }

  /** One UTF-16 unit in one to three bytes, as Kryo writes it. */
  private static char readCharacter(Input input) {
    int b = input.readByte() & 0xFF;
    if (b < 0x80) {
      return (char) b;
    }
    if (b < 0xE0) {
      return (char) (((b & 0x1F) << 6) | (input.readByte() & 0x3F));
    }
    int middle = input.readByte() & 0x3F;
    return (char) (((b & 0x0F) << 12) | (middle << 6) | (input.readByte() & 0x3F));
  }
}
