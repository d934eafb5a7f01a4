package dev.p3.patterns.serialize;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Equality by content: arrays too, which a record compares by identity. NaN equals NaN, and zero
 * does not equal minus zero.
 */
final class SameValue {
  private SameValue() {}

  /** The name of the first component that differs between two records; empty when none does. */
  static Optional<String> differing(Object before, Object after) {
    if (before.equals(after)) {
      return Optional.empty();
    }
    if (after == null || before.getClass() != after.getClass()) {
      return Optional.of(before.getClass().getSimpleName());
    }
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      if (!same(value(component, before), value(component, after))) {
        return Optional.of(component.getName());
      }
    }
    return Optional.empty();
  }

  private static boolean same(Object one, Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one.equals(other)) {
      return true;
    }
    if (one.getClass().isArray() && other.getClass() == one.getClass()) {
      return sameArrays(one, other);
    }
    if (one instanceof List<?> list && other instanceof List<?> otherList) {
      return sameInOrder(list.iterator(), otherList.iterator());
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
      return map.size() == otherMap.size()
          && map.entrySet().stream()
              .allMatch(
                  entry ->
                      otherMap.containsKey(entry.getKey())
                          && same(entry.getValue(), otherMap.get(entry.getKey())));
    }
    if (one instanceof Optional<?> value && other instanceof Optional<?> otherValue) {
      return same(value.orElse(null), otherValue.orElse(null));
    }
    return one instanceof Record && differing(one, other).isEmpty();
  }

  private static boolean sameArrays(Object one, Object other) {
    int length = Array.getLength(one);
    if (length != Array.getLength(other)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!same(Array.get(one, i), Array.get(other, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameInOrder(Iterator<?> one, Iterator<?> other) {
    while (one.hasNext() && other.hasNext()) {
      if (!same(one.next(), other.next())) {
        return false;
      }
    }
    return one.hasNext() == other.hasNext();
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e); // public, or no encoder
    }
  }
}
