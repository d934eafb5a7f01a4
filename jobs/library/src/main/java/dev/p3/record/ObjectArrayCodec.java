package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.Arrays;

/** An array of a final class: its length plus one, then the elements; null is zero. */
final class ObjectArrayCodec extends ComponentCodec {
  private final Class<?> type;
  private final ComponentCodec element;

  ObjectArrayCodec(Class<?> type, ComponentCodec element) {
    this.type = type;
    this.element = element;
  }

  @Override
  void write(Kryo kryo, Output output, Object value) {
    Object[] array = (Object[]) value;
    Sizes.write(output, array == null ? 0 : array.length + 1);
    if (array != null) {
      for (Object each : array) {
        element.write(kryo, output, each);
      }
    }
  }

  @Override
  Object read(Kryo kryo, Input input) {
    int marked = Sizes.read(input);
    if (marked == 0) {
      return null;
    }
    int length = marked - 1;
    Object[] array = (Object[]) Array.newInstance(type, Sizes.firstCapacity(length));
    for (int i = 0; i < length; i++) {
      if (i == array.length) {
        array = Arrays.copyOf(array, Math.min(length, 2 * array.length));
      }
      array[i] = element.read(kryo, input);
    }
    return array;
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object value) {
    write(kryo, output, value);
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return read(kryo, input);
  }
}
