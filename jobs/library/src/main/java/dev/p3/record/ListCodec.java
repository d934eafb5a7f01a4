package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A List: its form and size, then the elements without class ids where their type is final. */
final class ListCodec extends ComponentCodec {
  private static final int ARRAY_LIST = 1;
  private static final int IMMUTABLE = 3;
  private static final int AS_LIST = 5;

  private final ComponentCodec element;

  ListCodec(ComponentCodec element) {
    this.element = element;
  }

  @Override
  void write(Kryo kryo, Output output, Object list) {
    if (list == null) {
      ContainerForm.write(output, ContainerForm.NULL, 0);
    } else {
      writeValue(kryo, output, list);
    }
  }

  @Override
  Object read(Kryo kryo, Input input) {
    long header = ContainerForm.readHeader(input);
    return switch (ContainerForm.form(header)) {
      case ContainerForm.NULL -> null;
      case ContainerForm.OTHER -> kryo.readClassAndObject(input);
      case ARRAY_LIST, ARRAY_LIST + 1 -> arrayList(kryo, input, header);
      case AS_LIST, AS_LIST + 1 -> Arrays.asList(elements(kryo, input, header));
      case IMMUTABLE -> List.of(elements(kryo, input, header));
      default -> Arrays.stream(elements(kryo, input, header)).toList(); // immutable with nulls
    };
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object value) {
    List<?> list = (List<?>) value;
    int form = form(list.getClass());
    if (form == ContainerForm.OTHER) {
      ContainerForm.write(output, form, 0);
      kryo.writeClassAndObject(output, list);
      return;
    }
    boolean nulls = holdsNull(list);
    ContainerForm.write(output, nulls ? form + 1 : form, list.size());
    for (Object each : list) {
      if (nulls) {
        element.write(kryo, output, each);
      } else {
        element.writeValue(kryo, output, each);
      }
    }
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return read(kryo, input);
  }

  private List<Object> arrayList(Kryo kryo, Input input, long header) {
    int size = ContainerForm.size(header);
    boolean nulls = mayHoldNull(header);
    var list = new ArrayList<Object>(Sizes.firstCapacity(size));
    for (int i = 0; i < size; i++) {
      list.add(nulls ? element.read(kryo, input) : element.readValue(kryo, input));
    }
    return list;
  }

  private Object[] elements(Kryo kryo, Input input, long header) {
    int size = ContainerForm.size(header);
    boolean nulls = mayHoldNull(header);
    Object[] elements = new Object[Sizes.firstCapacity(size)];
    for (int i = 0; i < size; i++) {
      if (i == elements.length) {
        elements = Arrays.copyOf(elements, Math.min(size, 2 * elements.length));
      }
      elements[i] = nulls ? element.read(kryo, input) : element.readValue(kryo, input);
    }
    return elements;
  }

  private static boolean mayHoldNull(long header) {
    return ContainerForm.form(header) % 2 == 0;
  }

  private static int form(Class<?> type) {
    if (type == ArrayList.class) {
      return ARRAY_LIST;
    }
    if (type == ContainerForm.LIST_OF_FEW || type == ContainerForm.LIST_OF_MANY) {
      return IMMUTABLE;
    }
    return type == ContainerForm.ARRAY_AS_LIST ? AS_LIST : ContainerForm.OTHER;
  }

  private static boolean holdsNull(List<?> list) {
    for (Object each : list) { // contains(null) throws for some of the JDK's lists
      if (each == null) {
        return true;
      }
    }
    return false;
  }
}
