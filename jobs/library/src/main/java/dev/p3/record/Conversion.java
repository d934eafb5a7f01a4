package dev.p3.record;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.unsafe.types.UTF8String;

/** What encoders call for the types that Spark has no expression for. */
enum Conversion implements Function<Object, Object> {
  UUID_TO_TEXT {
    @Override
    public Object apply(Object uuid) {
      return UTF8String.fromString(uuid.toString());
    }
  },
  TEXT_TO_UUID {
    @Override
    public Object apply(Object text) {
      return UUID.fromString(text.toString());
    }
  },
  OPTIONAL_TO_VALUE {
    @Override
    public Object apply(Object optional) {
      return ((Optional<?>) optional).orElse(null);
    }
  },
  VALUE_TO_OPTIONAL {
    @Override
    public Object apply(Object value) {
      return Optional.ofNullable(value);
    }
  },
  SET_TO_ARRAY {
    @Override
    public Object apply(Object set) {
      return ((Set<?>) set).toArray();
    }
  },
  ARRAY_TO_SET {
    @Override
    public Object apply(Object array) {
      return new LinkedHashSet<>(Arrays.asList((Object[]) array));
    }
  };

  /** A map from its keys and its values. */
  enum OfEntries implements BiFunction<Object, Object, Object> {
    MAP;

    @Override
    public Object apply(Object keys, Object values) {
      Object[] keyOf = (Object[]) keys;
      Object[] valueOf = (Object[]) values;
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < keyOf.length; i++) {
        map.put(keyOf[i], valueOf[i]);
      }
      return map;
    }
  }

  /** Spark's interpreted path makes Object arrays; a component wants its own class of array. */
  record ToArrayOf(Class<?> type) implements Function<Object, Object>, Serializable {
    @Override
    public Object apply(Object array) {
      return type.isInstance(array)
          ? array
          : Arrays.copyOf(
              (Object[]) array, ((Object[]) array).length, type.asSubclass(Object[].class));
    }
  }
}
