package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.Map;

/** An array of primitives: its length plus one, then the elements; null is zero. */
final class PrimitiveArrayCodec extends ComponentCodec {
  /** Read at once; a longer array grows with the bytes that are there. */
  private static final int CHUNK = 1 << 13;

  private static final Map<Class<?>, PrimitiveArrayCodec> CODECS =
      Map.of(
          boolean.class, codec(boolean.class, Elements::writeBooleans, Elements::readBooleans),
          byte.class, codec(byte.class, Output::writeBytes, Input::readBytes),
          short.class, codec(short.class, Output::writeShorts, Input::readShorts),
          char.class, codec(char.class, Output::writeChars, Input::readChars),
          int.class,
              codec(
                  int.class,
                  (Output out, int[] array) -> out.writeInts(array, false),
                  (in, length) -> in.readInts(length, false)),
          long.class,
              codec(
                  long.class,
                  (Output out, long[] array) -> out.writeLongs(array, false),
                  (in, length) -> in.readLongs(length, false)),
          float.class, codec(float.class, Elements::writeFloats, Elements::readFloats),
          double.class, codec(double.class, Elements::writeDoubles, Elements::readDoubles));

  @FunctionalInterface
  private interface Writer<A> {
    void write(Output output, A array);
  }

  @FunctionalInterface
  private interface Reader<A> {
    A read(Input input, int length);
  }

  private final Class<?> element;
  private final Writer<Object> writer;
  private final Reader<?> reader;

  private PrimitiveArrayCodec(Class<?> element, Writer<Object> writer, Reader<?> reader) {
    this.element = element;
    this.writer = writer;
    this.reader = reader;
  }

  static PrimitiveArrayCodec of(Class<?> element) {
    return CODECS.get(element);
  }

  @SuppressWarnings("unchecked") // the codec is chosen by the declared type
  private static <A> PrimitiveArrayCodec codec(
      Class<?> element, Writer<A> writer, Reader<A> reader) {
    return new PrimitiveArrayCodec(element, (Writer<Object>) (Writer<?>) writer, reader);
  }

  @Override
  void write(Kryo kryo, Output output, Object array) {
    Sizes.write(output, array == null ? 0 : Array.getLength(array) + 1);
    if (array != null) {
      writer.write(output, array);
    }
  }

  @Override
  Object read(Kryo kryo, Input input) {
    int marked = Sizes.read(input);
    return marked == 0 ? null : elements(input, marked - 1);
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object array) {
    write(kryo, output, array);
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return read(kryo, input);
  }

  private Object elements(Input input, int length) {
    Object array = reader.read(input, Math.min(length, CHUNK));
    int have = Math.min(length, CHUNK);
    while (have < length) {
      int more = Math.min(length - have, have);
      Object next = reader.read(input, more);
      Object longer = Array.newInstance(element, have + more);
      System.arraycopy(array, 0, longer, 0, have);
      System.arraycopy(next, 0, longer, have, more);
      array = longer;
      have += more;
    }
    return array;
  }

  /** What Kryo's streams lack, or do a byte at a time. */
  private static final class Elements {
    static void writeBooleans(Output output, boolean[] array) {
      for (boolean value : array) {
        output.writeBoolean(value);
      }
    }

    static boolean[] readBooleans(Input input, int length) {
      var array = new boolean[length];
      for (int i = 0; i < length; i++) {
        array[i] = input.readBoolean();
      }
      return array;
    }

    static void writeFloats(Output output, float[] array) {
      for (float value : array) {
        Numbers.writeFloat(output, value);
      }
    }

    static float[] readFloats(Input input, int length) {
      var array = new float[length];
      for (int i = 0; i < length; i++) {
        array[i] = Numbers.readFloat(input);
      }
      return array;
    }

    static void writeDoubles(Output output, double[] array) {
      for (double value : array) {
        Numbers.writeDouble(output, value);
      }
    }

    static double[] readDoubles(Input input, int length) {
      var array = new double[length];
      for (int i = 0; i < length; i++) {
        array[i] = Numbers.readDouble(input);
      }
      return array;
    }
  }
}
