package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.Function;

/** Strings and boxed primitives. */
final class ScalarCodec extends ComponentCodec {
  private static final Map<Class<?>, ComponentCodec> CODECS =
      Map.of(
          String.class, new StringCodec(),
          Boolean.class, codec(Output::writeBoolean, Input::readBoolean),
          Byte.class,
              codec((Output out, Byte value) -> out.writeByte(value.byteValue()), Input::readByte),
          Short.class, codec((Output out, Short value) -> out.writeShort(value), Input::readShort),
          Character.class, codec(Output::writeChar, Input::readChar),
          Integer.class, codec(Numbers::writeInt, Numbers::readInt),
          Long.class, codec(Numbers::writeLong, Numbers::readLong),
          Float.class, codec(Numbers::writeFloat, Numbers::readFloat),
          Double.class, codec(Numbers::writeDouble, Numbers::readDouble));

  @FunctionalInterface
  private interface Writer<T> {
    void write(Output output, T value);
  }

  private final Writer<Object> writer;
  private final Function<Input, ?> reader;

  private ScalarCodec(Writer<Object> writer, Function<Input, ?> reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** The codec of String or of a box, or null. */
  static ComponentCodec of(Class<?> type) {
    return CODECS.get(type);
  }

  @SuppressWarnings("unchecked") // the codec is chosen by the declared type
  private static <T> ComponentCodec codec(Writer<T> writer, Function<Input, T> reader) {
    return new ScalarCodec((Writer<Object>) (Writer<?>) writer, reader);
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object value) {
    writer.write(output, value);
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return reader.apply(input);
  }

  /** A string has its own null. */
  private static final class StringCodec extends ComponentCodec {
    @Override
    void write(Kryo kryo, Output output, Object value) {
      Texts.write(output, (String) value);
    }

    @Override
    Object read(Kryo kryo, Input input) {
      return Texts.read(input);
    }

    @Override
    void writeValue(Kryo kryo, Output output, Object value) {
      Texts.write(output, (String) value);
    }

    @Override
    Object readValue(Kryo kryo, Input input) {
      return Texts.read(input);
    }
  }
}
