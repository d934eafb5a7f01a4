package dev.p3.scope;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;

/**
 * A number that changes when anything that can be reached from a value changes: elements of arrays
 * and collections, entries of maps, columns of rows, fields of other objects. Maps and sets count
 * without their order. No code of the value's own class runs but iterators and accessors.
 *
 * <p>Not followed: transient and static fields, fields that the JDK closes off, and what lies
 * deeper than 200 references. Not thread-safe; used once.
 *
 * <p>Cost: visits every object.
 */
final class ContentDigest {
  private static final int DEEPEST = 200;
  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

  /** The objects between the value and where the walk is: one that is among them is a cycle. */
  private final Set<Object> path = Collections.newSetFromMap(new IdentityHashMap<>());

  private ContentDigest() {}

  static long of(Object value) {
    return new ContentDigest().digest(value);
  }

  private long digest(Object value) {
    if (value == null) {
      return 17;
    }
    if (isLeaf(value)) {
      return mix(value.hashCode());
    }
    if (value instanceof Enum<?> constant) {
      return mix(constant.name().hashCode());
    }
    if (value instanceof Number number) { // counters such as AtomicLong and LongAdder too
      return mix(number.longValue() + 31 * Double.doubleToLongBits(number.doubleValue()));
    }
    if (path.size() >= DEEPEST || !path.add(value)) {
      return 19;
    }
    long content = value.getClass().isArray() ? ofArray(value) : ofObject(value);
    path.remove(value);
    return content;
  }

  /** Immutable, and of a class whose hash code is its content's. */
  private static boolean isLeaf(Object value) {
    return value instanceof String
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Temporal
        || value instanceof TemporalAmount
        || value instanceof Date
        || value instanceof UUID
        || value instanceof Class<?>
        || value instanceof PerExecutor<?>;
  }

  private long ofObject(Object value) {
    if (value instanceof Map<?, ?> map) {
      long sum = map.size();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += mix(31 * digest(entry.getKey()) + digest(entry.getValue()));
      }
      return sum;
    }
    if (value instanceof Set<?> set) {
      long sum = set.size();
      for (Object element : set) {
        sum += mix(digest(element));
      }
      return sum;
    }
    if (value instanceof Iterable<?> elements) {
      return inOrder(elements.iterator());
    }
    if (value instanceof Optional<?> optional) {
      return digest(optional.orElse(null));
    }
    if (value instanceof Row row) {
      long content = row.size();
      for (int i = 0; i < row.size(); i++) {
        content = mix(31 * content + digest(row.get(i)));
      }
      return content;
    }
    if (value instanceof scala.collection.Iterable<?> elements) {
      return inOrder(elements.iterator());
    }
    return ofFields(value);
  }

  private long inOrder(Iterator<?> elements) {
    long content = 23;
    while (elements.hasNext()) {
      content = mix(31 * content + digest(elements.next()));
    }
    return content;
  }

  private long inOrder(scala.collection.Iterator<?> elements) {
    long content = 23;
    while (elements.hasNext()) {
      content = mix(31 * content + digest(elements.next()));
    }
    return content;
  }

  private long ofFields(Object value) {
    long content = 29;
    for (Field field : FIELDS.computeIfAbsent(value.getClass(), ContentDigest::fields)) {
      content = mix(31 * content + digest(TypeNames.value(field, value)));
    }
    return content;
  }

  private static List<Field> fields(Class<?> type) {
    var fields = new ArrayList<Field>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        boolean skipped =
            Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers());
        if (!skipped && field.trySetAccessible()) {
          fields.add(field);
        }
      }
    }
    return List.copyOf(fields);
  }

  private long ofArray(Object array) {
    if (array instanceof Object[] elements) {
      return inOrder(Arrays.asList(elements).iterator());
    }
    if (array instanceof byte[] bytes) {
      return mix(Arrays.hashCode(bytes));
    }
    if (array instanceof int[] ints) {
      return mix(Arrays.hashCode(ints));
    }
    if (array instanceof long[] longs) {
      return mix(Arrays.hashCode(longs));
    }
    if (array instanceof double[] doubles) {
      return mix(Arrays.hashCode(doubles));
    }
    if (array instanceof float[] floats) {
      return mix(Arrays.hashCode(floats));
    }
    if (array instanceof char[] chars) {
      return mix(Arrays.hashCode(chars));
    }
    if (array instanceof short[] shorts) {
      return mix(Arrays.hashCode(shorts));
    }
    return mix(Arrays.hashCode((boolean[]) array));
  }

  /** Spreads a change over all bits (the finalizer of MurmurHash3). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
