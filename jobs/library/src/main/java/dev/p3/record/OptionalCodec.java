package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Optional;

/** An Optional: a byte for null, empty or present, then the value. */
final class OptionalCodec extends ComponentCodec {
  private static final byte NULL = 0;
  private static final byte EMPTY = 1;
  private static final byte PRESENT = 2;

  private final ComponentCodec value;

  OptionalCodec(ComponentCodec value) {
    this.value = value;
  }

  @Override
  void write(Kryo kryo, Output output, Object optional) {
    if (optional == null) {
      output.writeByte(NULL);
    } else {
      writeValue(kryo, output, optional);
    }
  }

  @Override
  Object read(Kryo kryo, Input input) {
    return switch (input.readByte()) {
      case NULL -> null;
      case EMPTY -> Optional.empty();
      default -> Optional.of(value.readValue(kryo, input));
    };
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object optional) {
    Object held = ((Optional<?>) optional).orElse(null);
    output.writeByte(held == null ? EMPTY : PRESENT);
    if (held != null) {
      value.writeValue(kryo, output, held);
    }
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return read(kryo, input);
  }
}
