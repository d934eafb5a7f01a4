package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Locale;

/** An enum constant as its ordinal plus one; null is zero. Constants may have bodies. */
final class EnumCodec extends ComponentCodec {
  private final Class<?> type;
  private final Object[] constants;

  EnumCodec(Class<?> type) {
    this.type = type;
    this.constants = type.getEnumConstants();
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // a RecordShape holds the constants: other ordinals, other id
  void write(Kryo kryo, Output output, Object value) {
    Numbers.writeUnsignedInt(output, value == null ? 0 : ((Enum<?>) value).ordinal() + 1);
  }

  @Override
  Object read(Kryo kryo, Input input) {
    int position = Numbers.readUnsignedInt(input);
    return position == 0 ? null : constant(position);
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object value) {
    write(kryo, output, value);
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return constant(Numbers.readUnsignedInt(input));
  }

  private Object constant(int position) {
    if (position < 1 || position > constants.length) {
      throw new KryoException(
          String.format(
              Locale.ROOT,
              "Cannot read enum %s: constant number %d (it has %d)",
              type.getName(),
              position,
              constants.length));
    }
    return constants[position - 1];
  }
}
