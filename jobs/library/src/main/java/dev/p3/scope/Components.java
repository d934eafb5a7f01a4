package dev.p3.scope;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The names and values of a record. */
final class Components {
  private Components() {}

  /**
   * @throws IllegalArgumentException when there is no record, it has no component, or a component
   *     is null; every null component is named
   */
  static void requireValues(Record values) {
    if (values == null) {
      throw new IllegalArgumentException("Cannot open a scope: the record of values is null");
    }
    String record = values.getClass().getSimpleName();
    RecordComponent[] components = values.getClass().getRecordComponents();
    if (components.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot open a scope: %s has no components (a scope carries at least one value; without any, call Spark's own operation)",
              record));
    }
    List<String> nulls =
        Arrays.stream(components)
            .filter(component -> value(values, component) == null)
            .map(RecordComponent::getName)
            .toList();
    if (!nulls.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot open a scope: component%s %s of %s %s null (give an empty collection, or declare it an Optional)",
              nulls.size() == 1 ? "" : "s",
              String.join(", ", nulls),
              record,
              nulls.size() == 1 ? "is" : "are"));
    }
  }

  /** What the accessor gives. */
  static Object value(Record values, RecordComponent component) {
    Method accessor = component.getAccessor();
    try {
      accessor.setAccessible(true);
      return accessor.invoke(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read component %s of %s: its accessor threw %s",
              component.getName(),
              values.getClass().getSimpleName(),
              e.getCause()),
          e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read component %s of %s: %s",
              component.getName(),
              values.getClass().getName(),
              e.getMessage()),
          e);
    }
  }

  /**
   * The place of a component.
   *
   * @throws IllegalArgumentException when there is none of that name and type
   */
  static int indexOf(Class<? extends Record> record, String name, Class<?> componentType) {
    RecordComponent[] components = record.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(name) && components[i].getType() == componentType) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Cannot find component '%s': %s has no %s of that name",
            name,
            record.getSimpleName(),
            componentType.getSimpleName()));
  }

  /** The largest first, for a message. */
  static String largest(Map<String, Long> bytes, int count) {
    return bytes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(count)
        .map(component -> component.getKey() + " " + ByteSize.text(component.getValue()))
        .collect(Collectors.joining(", "));
  }
}
