package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Map: its form and size, then keys and values without class ids where their type is final. */
final class MapCodec extends ComponentCodec {
  private static final int HASH_MAP = 1;
  private static final int LINKED_HASH_MAP = 2;
  private static final int IMMUTABLE = 3;

  private final ComponentCodec key;
  private final ComponentCodec value;

  MapCodec(ComponentCodec key, ComponentCodec value) {
    this.key = key;
    this.value = value;
  }

  @Override
  void write(Kryo kryo, Output output, Object map) {
    if (map == null) {
      ContainerForm.write(output, ContainerForm.NULL, 0);
    } else {
      writeValue(kryo, output, map);
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
      case LINKED_HASH_MAP -> fill(kryo, input, size, new LinkedHashMap<>(capacity(size)));
      default -> fill(kryo, input, size, new HashMap<>(capacity(size)));
    };
  }

  @Override
  void writeValue(Kryo kryo, Output output, Object container) {
    Map<?, ?> map = (Map<?, ?>) container;
    int form = form(map.getClass());
    if (form == ContainerForm.OTHER) {
      ContainerForm.write(output, form, 0);
      kryo.writeClassAndObject(output, map);
      return;
    }
    ContainerForm.write(output, form, map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (form == IMMUTABLE) {
        key.writeValue(kryo, output, entry.getKey());
        value.writeValue(kryo, output, entry.getValue());
      } else {
        key.write(kryo, output, entry.getKey());
        value.write(kryo, output, entry.getValue());
      }
    }
  }

  @Override
  Object readValue(Kryo kryo, Input input) {
    return read(kryo, input);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private Object immutable(Kryo kryo, Input input, int size) {
    List<Map.Entry<Object, Object>> entries = new ArrayList<>(Sizes.firstCapacity(size));
    for (int i = 0; i < size; i++) {
      entries.add(Map.entry(key.readValue(kryo, input), value.readValue(kryo, input)));
    }
    return Map.ofEntries(entries.toArray(new Map.Entry[0]));
  }

  private Object fill(Kryo kryo, Input input, int size, Map<Object, Object> map) {
    for (int i = 0; i < size; i++) {
      Object nextKey = key.read(kryo, input);
      map.put(nextKey, value.read(kryo, input));
    }
    return map;
  }

  private static int capacity(int size) {
    return Sizes.firstCapacity(size) * 4 / 3 + 1;
  }

  private static int form(Class<?> type) {
    if (type == HashMap.class) {
      return HASH_MAP;
    }
    if (type == LinkedHashMap.class) {
      return LINKED_HASH_MAP;
    }
    return type == ContainerForm.MAP_OF_ONE || type == ContainerForm.MAP_OF_MANY
        ? IMMUTABLE
        : ContainerForm.OTHER;
  }
}
