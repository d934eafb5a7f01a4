package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * Writes and reads the values of one declared type: a component that is not a primitive, or what a
 * container holds. Stateless and thread-safe.
 *
 * <p>References are not tracked between values written here, except where a codec hands the value
 * to Kryo: equal instances are written as often as they occur.
 */
abstract class ComponentCodec {
  /** Writes a value or null. */
  void write(Kryo kryo, Output output, Object value) {
    output.writeBoolean(value != null);
    if (value != null) {
      writeValue(kryo, output, value);
    }
  }

  /** What {@link #write} wrote. */
  Object read(Kryo kryo, Input input) {
    return input.readBoolean() ? readValue(kryo, input) : null;
  }

  /** Writes a value that is not null, in at least one byte. */
  abstract void writeValue(Kryo kryo, Output output, Object value);

  /** What {@link #writeValue} wrote. */
  abstract Object readValue(Kryo kryo, Input input);
}
