package dev.p3.record;

import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in the format of Kryo's streams, whichever of its streams it is: int and long at variable
 * length, small ones of either sign in few bytes; double and float big-endian.
 *
 * <p>Spark's default streams ({@code spark.kryo.unsafe}) take four or eight bytes for each int or
 * long; the plain ones store a double byte by byte. Here the space is looked at once, then written
 * to at once.
 */
final class Numbers {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int LONGEST_INT = 5;
  private static final int LONGEST_LONG = 9;
  private static final int GROUP_BITS = 7;
  private static final int GROUP = (1 << GROUP_BITS) - 1;
  private static final int CONTINUES = 1 << GROUP_BITS;
  private static final int LAST_SHIFT = GROUP_BITS * (LONGEST_LONG - 1); // a whole byte follows

  private Numbers() {}

  static void writeInt(Output output, int value) {
    writeUnsignedInt(output, (value << 1) ^ (value >> (Integer.SIZE - 1)));
  }

  static int readInt(Input input) {
    int value = readUnsignedInt(input);
    return (value >>> 1) ^ -(value & 1);
  }

  static void writeLong(Output output, long value) {
    writeUnsignedLong(output, (value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  static long readLong(Input input) {
    long value = readUnsignedLong(input);
    return (value >>> 1) ^ -(value & 1);
  }

  /** For numbers that are not negative: twice as many of them take a byte as with a sign. */
  static void writeUnsignedInt(Output output, int value) {
    int rest = value;
    if (hasRoom(output, LONGEST_INT)) {
      byte[] buffer = output.getBuffer();
      int position = output.position();
      while (rest >>> GROUP_BITS != 0) {
        buffer[position++] = (byte) (rest | CONTINUES);
        rest >>>= GROUP_BITS;
      }
      buffer[position++] = (byte) rest;
      output.setPosition(position);
      return;
    }
    while (rest >>> GROUP_BITS != 0) {
      output.writeByte((byte) (rest | CONTINUES));
      rest >>>= GROUP_BITS;
    }
    output.writeByte((byte) rest);
  }

  static int readUnsignedInt(Input input) {
    int value = 0;
    int shift = 0;
    byte group;
    if (isBuffered(input, LONGEST_INT)) {
      byte[] buffer = input.getBuffer();
      int position = input.position();
      do {
        group = buffer[position++];
        value |= (group & GROUP) << shift;
        shift += GROUP_BITS;
      } while (group < 0 && shift < GROUP_BITS * LONGEST_INT);
      input.setPosition(position);
      return value;
    }
    do {
      group = input.readByte();
      value |= (group & GROUP) << shift;
      shift += GROUP_BITS;
    } while (group < 0 && shift < GROUP_BITS * LONGEST_INT);
    return value;
  }

  static void writeUnsignedLong(Output output, long value) {
    long rest = value;
    if (hasRoom(output, LONGEST_LONG)) {
      byte[] buffer = output.getBuffer();
      int position = output.position();
      int last = position + LONGEST_LONG - 1;
      while (rest >>> GROUP_BITS != 0 && position < last) {
        buffer[position++] = (byte) (rest | CONTINUES);
        rest >>>= GROUP_BITS;
      }
      buffer[position++] = (byte) rest;
      output.setPosition(position);
      return;
    }
    for (int i = 1; rest >>> GROUP_BITS != 0 && i < LONGEST_LONG; i++) {
      output.writeByte((byte) (rest | CONTINUES));
      rest >>>= GROUP_BITS;
    }
    output.writeByte((byte) rest);
  }

  static long readUnsignedLong(Input input) {
    long value = 0;
    int shift = 0;
    byte group;
    if (isBuffered(input, LONGEST_LONG)) {
      byte[] buffer = input.getBuffer();
      int position = input.position();
      do {
        group = buffer[position++];
        value |= (shift == LAST_SHIFT ? group & 0xFFL : group & GROUP) << shift;
        shift += GROUP_BITS;
      } while (group < 0 && shift <= LAST_SHIFT);
      input.setPosition(position);
      return value;
    }
    do {
      group = input.readByte();
      value |= (shift == LAST_SHIFT ? group & 0xFFL : group & GROUP) << shift;
      shift += GROUP_BITS;
    } while (group < 0 && shift <= LAST_SHIFT);
    return value;
  }

  static void writeDouble(Output output, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (hasRoom(output, Long.BYTES)) {
      int position = output.position();
      LONGS.set(output.getBuffer(), position, bits);
      output.setPosition(position + Long.BYTES);
      return;
    }
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      output.writeByte((byte) (bits >>> shift));
    }
  }

  static double readDouble(Input input) {
    if (isBuffered(input, Long.BYTES)) {
      int position = input.position();
      input.setPosition(position + Long.BYTES);
      return Double.longBitsToDouble((long) LONGS.get(input.getBuffer(), position));
    }
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits = (bits << Byte.SIZE) | input.readByteUnsigned();
    }
    return Double.longBitsToDouble(bits);
  }

  static void writeFloat(Output output, float value) {
    int bits = Float.floatToRawIntBits(value);
    if (hasRoom(output, Integer.BYTES)) {
      int position = output.position();
      INTS.set(output.getBuffer(), position, bits);
      output.setPosition(position + Integer.BYTES);
      return;
    }
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      output.writeByte((byte) (bits >>> shift));
    }
  }

  static float readFloat(Input input) {
    if (isBuffered(input, Integer.BYTES)) {
      int position = input.position();
      input.setPosition(position + Integer.BYTES);
      return Float.intBitsToFloat((int) INTS.get(input.getBuffer(), position));
    }
    int bits = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      bits = (bits << Byte.SIZE) | input.readByteUnsigned();
    }
    return Float.intBitsToFloat(bits);
  }

  /** Whether so many bytes fit into the buffer, which is then a byte array. */
  static boolean hasRoom(Output output, int bytes) {
    return !(output instanceof ByteBufferOutput)
        && output.getBuffer().length - output.position() >= bytes;
  }

  /** Whether so many bytes are in the buffer, which is then a byte array. */
  static boolean isBuffered(Input input, int bytes) {
    return !(input instanceof ByteBufferInput) && input.limit() - input.position() >= bytes;
  }
}
