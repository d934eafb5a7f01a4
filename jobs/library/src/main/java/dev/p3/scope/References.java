package dev.p3.scope;

import java.io.Externalizable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What an object refers to. The JDK's collections are looked at through their iterators, since
 * their fields are closed to reflection; no other object's methods are called.
 */
final class References {
  private References() {}

  /** The caller that wants to know. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes one reference.
     *
     * @param step a {@link Root}, {@link Key}, index or field's name
     * @param travels whether serialization writes the object that is referred to
     * @return whether to go on
     */
    boolean accept(Object step, Object referred, boolean travels);
  }

  /** The beginning of a path. */
  record Root(String name) {}

  /** A key of a map; its value when {@code isValue}. */
  record Key(Object key, boolean isValue) {}

  private record Reference(Field field, boolean travels) {}

  private static final ClassValue<List<Reference>> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected List<Reference> computeValue(Class<?> type) {
          return references(type);
        }
      };

  /** Whether many may share an object that costs a function nothing. */
  static boolean isShared(Object object) {
    return object instanceof Class || object instanceof ClassLoader || object instanceof Enum;
  }

  static void forEach(Object object, Visitor visitor) {
    if (object instanceof Object[] array) {
      boolean goesOn = true;
      for (int i = 0; goesOn && i < array.length; i++) {
        goesOn = visitor.accept(i, array[i], true);
      }
    } else if (TypeNames.isJdk(object.getClass())) {
      forEachOfJdk(object, visitor);
    } else {
      forEachField(object, visitor);
    }
  }

  static String words(Object step) {
    if (step instanceof Root root) {
      return root.name();
    }
    if (step instanceof Key key) {
      return String.format(Locale.ROOT, "[%s]%s", words(key), key.isValue() ? "" : ".key");
    }
    return step instanceof Integer index ? "[" + index + "]" : "." + step;
  }

  /** No user's toString is called. */
  private static String words(Key key) {
    if (key.key() instanceof String text) {
      return '"' + text + '"';
    }
    return key.key() instanceof Number number && TypeNames.isJdk(number.getClass())
        ? number.toString()
        : "…";
  }

  private static void forEachOfJdk(Object object, Visitor visitor) {
    try {
      if (object instanceof Map<?, ?> map) {
        forEachEntry(map, visitor);
      } else if (object instanceof Collection<?> collection) {
        int index = 0;
        Iterator<?> elements = collection.iterator();
        while (elements.hasNext() && visitor.accept(index, elements.next(), true)) {
          index++;
        }
      } else if (object instanceof Map.Entry<?, ?> entry) {
        visitor.accept("key", entry.getKey(), true);
        visitor.accept("value", entry.getValue(), true);
      } else if (object instanceof Optional<?> optional) {
        visitor.accept("value", optional.orElse(null), true);
      } else if (object instanceof AtomicReference<?> reference) {
        visitor.accept("value", reference.get(), true);
      }
    } catch (RuntimeException e) {
      // Changed by another thread meanwhile, or a view whose source fails: what was seen counts.
    }
  }

  private static void forEachEntry(Map<?, ?> map, Visitor visitor) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      boolean goesOn =
          visitor.accept(new Key(entry.getKey(), false), entry.getKey(), true)
              && visitor.accept(new Key(entry.getKey(), true), entry.getValue(), true);
      if (!goesOn) {
        return;
      }
    }
  }

  private static void forEachField(Object object, Visitor visitor) {
    for (Reference reference : OF_CLASS.get(object.getClass())) {
      visitor.accept(
          reference.field().getName(),
          TypeNames.value(reference.field(), object),
          reference.travels());
    }
  }

  private static List<Reference> references(Class<?> type) {
    var references = new ArrayList<Reference>();
    boolean writesItself = Externalizable.class.isAssignableFrom(type);
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        boolean isReference =
            !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive();
        if (isReference && field.trySetAccessible()) {
          boolean travels = !Modifier.isTransient(field.getModifiers()) && !writesItself;
          references.add(new Reference(field, travels));
        }
      }
    }
    return List.copyOf(references);
  }
}
