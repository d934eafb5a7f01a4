package dev.p3.scope;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;

/**
 * The bytes that one object takes on the heap, without what it refers to: HotSpot's layout with
 * compressed class pointers, 8-byte alignment, and references of 4 bytes below 32 GB of heap.
 *
 * <p>The JDK's collections count with their nodes and tables, reckoned from their size, because
 * what is within them is closed to reflection unless the JVM was told to open it.
 */
final class ShallowSize {
  private static final int HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = Runtime.getRuntime().maxMemory() < (32L << 30) ? 4 : 8;
  private static final int TABLE_SLOTS_PER_ENTRY = 2;
  private static final int LATIN_PREFIX = 100;

  private static final ClassValue<Long> OF_INSTANCE =
      new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
          long bytes = HEADER;
          for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
              bytes += Modifier.isStatic(field.getModifiers()) ? 0 : width(field.getType());
            }
          }
          return aligned(bytes);
        }
      };

  private ShallowSize() {}

  static long of(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      return aligned(ARRAY_HEADER + (long) Array.getLength(object) * width(type.componentType()));
    }
    if (object instanceof String text) {
      return OF_INSTANCE.get(type)
          + aligned(ARRAY_HEADER + text.length() * (isLatin(text) ? 1L : 2));
    }
    long backing = 0;
    if (TypeNames.isJdk(type) && object instanceof Map<?, ?> map) {
      backing = map.size() * bytesPerEntry(map);
    } else if (TypeNames.isJdk(type) && object instanceof Collection<?> collection) {
      backing = collection.size() * bytesPerElement(collection);
    }
    return OF_INSTANCE.get(type) + aligned(backing);
  }

  private static long bytesPerEntry(Map<?, ?> map) {
    boolean isHashed = map instanceof HashMap || map instanceof ConcurrentMap;
    if (isHashed || map instanceof TreeMap) {
      return aligned(HEADER + 4 + 3L * REFERENCE + (isHashed ? 0 : 2L * REFERENCE))
          + (isHashed ? (long) TABLE_SLOTS_PER_ENTRY * REFERENCE : 0);
    }
    return 2L * TABLE_SLOTS_PER_ENTRY * REFERENCE;
  }

  private static long bytesPerElement(Collection<?> collection) {
    if (collection instanceof HashSet || collection instanceof TreeSet) {
      return aligned(HEADER + 4 + 3L * REFERENCE) + (long) TABLE_SLOTS_PER_ENTRY * REFERENCE;
    }
    return REFERENCE;
  }

  private static int width(Class<?> type) {
    if (!type.isPrimitive()) {
      return REFERENCE;
    }
    if (type == long.class || type == double.class) {
      return 8;
    }
    if (type == int.class || type == float.class) {
      return 4;
    }
    return type == boolean.class || type == byte.class ? 1 : 2;
  }

  private static long aligned(long bytes) {
    return (bytes + 7) & ~7;
  }

  /** The JVM keeps a byte for each character of such text; the beginning tells mostly. */
  private static boolean isLatin(String text) {
    for (int i = 0; i < Math.min(text.length(), LATIN_PREFIX); i++) {
      if (text.charAt(i) > 255) {
        return false;
      }
    }
    return true;
  }
}
