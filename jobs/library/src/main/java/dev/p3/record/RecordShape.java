package dev.p3.record;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a record's serialized form depends on. */
final class RecordShape {
  private RecordShape() {}

  /** {@code pkg.Trip(origin, delay)}: what error messages call a record. */
  static String signature(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", ", record.getName() + "(", ")"));
  }

  /**
   * A text that changes whenever bytes written by one version of the class could be misread by
   * another: names and types of components, of the records they declare, and the constants of
   * enums. For other classes, the name.
   */
  static String of(Class<?> type) {
    var shapes = new TreeSet<String>();
    for (Class<?> declared : withDeclaredTypes(type)) {
      if (declared.isRecord()) {
        shapes.add(components(declared));
      } else if (declared.isEnum()) {
        shapes.add(declared.getName() + Arrays.toString(declared.getEnumConstants()));
      }
    }
    return type.getName() + shapes;
  }

  /** Whether a value of the record may hold another value of it, at any depth. */
  static boolean isRecursive(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .flatMap(component -> classesIn(component.getGenericType()).stream())
        .anyMatch(declared -> withDeclaredTypes(declared).contains(record));
  }

  private static String components(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
        .collect(Collectors.joining(", ", record.getName() + "(", ")"));
  }

  private static Set<Class<?>> withDeclaredTypes(Class<?> type) {
    Set<Class<?>> seen = new LinkedHashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(Set.of(type));
    while (!open.isEmpty()) {
      Class<?> next = open.pop();
      if (seen.add(next) && next.isRecord()) {
        for (RecordComponent component : next.getRecordComponents()) {
          open.addAll(classesIn(component.getGenericType()));
        }
      }
    }
    return seen;
  }

  private static Set<Class<?>> classesIn(Type type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    collectClasses(type, classes);
    return classes;
  }

  private static void collectClasses(Type type, Set<Class<?>> classes) {
    if (type instanceof Class<?> raw) {
      classes.add(raw);
      if (raw.isArray()) {
        collectClasses(raw.getComponentType(), classes);
      }
    } else if (type instanceof GenericArrayType array) {
      collectClasses(array.getGenericComponentType(), classes);
    } else if (type instanceof ParameterizedType generic) {
      collectClasses(generic.getRawType(), classes);
      for (Type argument : generic.getActualTypeArguments()) {
        collectClasses(argument, classes);
      }
    } else if (type instanceof WildcardType wildcard) {
      collectClasses(wildcard.getUpperBounds()[0], classes);
    }
  }
}
