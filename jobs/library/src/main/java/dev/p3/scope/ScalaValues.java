package dev.p3.scope;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scala.Product;
import scala.collection.Iterator;

/** What Scala's values consist of, where these cannot be changed themselves. */
final class ScalaValues {
  private static final String IMMUTABLE_COLLECTIONS = "scala.collection.immutable.";

  private ScalaValues() {}

  /**
   * The elements of an immutable collection, or the values of a case class without variables.
   *
   * @param most how many elements are looked at
   * @return empty for any other value
   */
  static Optional<List<Object>> within(Object value, int most) {
    Class<?> type = value.getClass();
    if (value instanceof scala.collection.Iterable<?> elements) {
      return isUnchanging(type) ? Optional.of(first(elements.iterator(), most)) : Optional.empty();
    }
    return value instanceof Product product && areFieldsFinal(type)
        ? Optional.of(first(product.productIterator(), most))
        : Optional.empty();
  }

  /** Lazy ones hold a function that makes their elements, and maps with defaults another. */
  private static boolean isUnchanging(Class<?> type) {
    String name = type.getName();
    return name.startsWith(IMMUTABLE_COLLECTIONS)
        && !name.contains("Lazy")
        && !name.contains("Stream")
        && !name.contains("WithDefault");
  }

  private static boolean areFieldsFinal(Class<?> type) {
    for (Class<?> level = type;
        level != null && !TypeNames.isJdk(level);
        level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Object> first(Iterator<?> elements, int most) {
    var found = new ArrayList<Object>();
    while (elements.hasNext() && found.size() < most) {
      found.add(elements.next());
    }
    return found;
  }
}
