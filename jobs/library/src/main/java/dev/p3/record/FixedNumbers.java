package dev.p3.record;

import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers that take four or eight bytes, big-endian: one store where Kryo's streams have one for
 * each byte.
 */
final class FixedNumbers {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private FixedNumbers() {}

  static void writeDouble(Output output, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (!(output instanceof ByteBufferOutput)) {
      byte[] buffer = output.getBuffer();
      int position = output.position();
      if (buffer.length - position >= Long.BYTES) {
        LONGS.set(buffer, position, bits);
        output.setPosition(position + Long.BYTES);
        return;
      }
    }
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      output.writeByte((int) (bits >>> shift));
    }
  }

  static double readDouble(Input input) {
    if (!(input instanceof ByteBufferInput)) {
      int position = input.position();
      if (input.limit() - position >= Long.BYTES) {
        input.setPosition(position + Long.BYTES);
        return Double.longBitsToDouble((long) LONGS.get(input.getBuffer(), position));
      }
    }
    long bits = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bits = bits << Byte.SIZE | input.readByteUnsigned();
    }
    return Double.longBitsToDouble(bits);
  }

  static void writeFloat(Output output, float value) {
    int bits = Float.floatToRawIntBits(value);
    if (!(output instanceof ByteBufferOutput)) {
      byte[] buffer = output.getBuffer();
      int position = output.position();
      if (buffer.length - position >= Integer.BYTES) {
        INTS.set(buffer, position, bits);
        output.setPosition(position + Integer.BYTES);
        return;
      }
    }
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      output.writeByte(bits >>> shift);
    }
  }

  static float readFloat(Input input) {
    if (!(input instanceof ByteBufferInput)) {
      int position = input.position();
      if (input.limit() - position >= Integer.BYTES) {
        input.setPosition(position + Integer.BYTES);
        return Float.intBitsToFloat((int) INTS.get(input.getBuffer(), position));
      }
    }
    int bits = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      bits = bits << Byte.SIZE | input.readByteUnsigned();
    }
    return Float.intBitsToFloat(bits);
  }
}
