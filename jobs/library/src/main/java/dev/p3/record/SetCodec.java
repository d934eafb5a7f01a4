package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** A Set: its form and size, then the elements without class ids where their type is final. */
final class SetCodec extends ComponentCodec {
  private static final int HASH_SET = 1;
  private static final int LINKED_HASH_SET = 2;
  private static final int IMMUTABLE = 3;

  private final ComponentCodec element;

  SetCodec(ComponentCodec element) {
    this.element = element;
  }

  @Override
  void write(Kryo kryo, Output output, Object set) {
    if (set == null) {
      ContainerForm.write(output, ContainerForm.NULL, 0);
    } else {
      writeValue(kryo, output, set);
    }
  }

  @Override
  Object read(Kryo kryo, Input input) {
    long header = ContainerForm.readHeader(input);
    int size = ContainerForm.size(header);
    return switch (ContainerForm.form(header)) {
      case ContainerForm.NULL -> null;
      case ContainerForm.OTHER -> kryo.readClassAndObject(input);
      case IMMUTABLE -> immutable(kryo, input, size);
      case LINKED_HASH_SET -> fill(kryo, input, size, new LinkedHashSet<>(capacity(size)));
      default -> fill(kryo, input, size, new HashSet<>(capacity(size)));
    };
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object value) {
    Set<?> set = (Set<?>) value;
    int form = form(set.getClass());
    if (form == ContainerForm.OTHER) {
      ContainerForm.write(output, form, 0);
      kryo.writeClassAndObject(output, set);
      return;
    }
    ContainerForm.write(output, form, set.size());
    for (Object each : set) {
      if (form == IMMUTABLE) {
        element.writeValue(kryo, output, each);
      } else {
        element.write(kryo, output, each);
      }
    }
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return read(kryo, input);
  }

  private Object immutable(Kryo kryo, Input input, int size) {
    Object[] elements = new Object[Sizes.firstCapacity(size)];
    for (int i = 0; i < size; i++) {
      if (i == elements.length) {
        elements = Arrays.copyOf(elements, Math.min(size, 2 * elements.length));
      }
      elements[i] = element.readValue(kryo, input);
    }
    return Set.of(elements);
  }

  private Object fill(Kryo kryo, Input input, int size, Set<Object> set) {
    for (int i = 0; i < size; i++) {
      set.add(element.read(kryo, input));
    }
    return set;
  }

  private static int capacity(int size) {
    return Sizes.firstCapacity(size) * 4 / 3 + 1;
  }

  private static int form(Class<?> type) {
    if (type == HashSet.class) {
      return HASH_SET;
    }
    if (type == LinkedHashSet.class) {
      return LINKED_HASH_SET;
    }
    return type == ContainerForm.SET_OF_FEW || type == ContainerForm.SET_OF_MANY
        ? IMMUTABLE
        : ContainerForm.OTHER;
  }
}
