package dev.p3.record;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import scala.collection.JavaConverters;

/**
 * How a Java value stands in a Row, for clients of Spark Connect, which have no Catalyst: a form's
 * expressions, as functions. Serializable, without Catalyst's classes in any signature.
 * Thread-safe.
 */
interface RowValue extends Serializable {
  /** The value in the Row; null of null. */
  default Object toRow(Object value) {
    return value == null ? null : write(value);
  }

  /** The Java value; null of null, but where a null has a meaning. */
  default Object fromRow(Object found) {
    return found == null ? null : read(found);
  }

  /** The value in the Row, of one that is not null. */
  Object write(Object value);

  /** The Java value, of one that is not null. */
  Object read(Object found);

  /**
   * As another has it, once it is checked.
   *
   * @param check gives back its argument, or throws; serializable
   */
  record Checked(Function<?, ?> check, RowValue leaf) implements RowValue {
    @Override
    @SuppressWarnings("unchecked") // it takes what the form's component holds
    public Object write(Object value) {
      return leaf.toRow(((Function<Object, Object>) check).apply(value));
    }

    @Override
    public Object read(Object found) {
      return leaf.fromRow(found);
    }
  }

  /** As it is. */
  enum Same implements RowValue {
    SAME;

    @Override
    public Object write(Object value) {
      return value;
    }

    @Override
    public Object read(Object value) {
      return value;
    }
  }

  /** A BigInteger as a decimal, since Rows take no other. */
  enum WholeDecimal implements RowValue {
    WHOLE_DECIMAL;

    @Override
    public Object write(Object value) {
      return new BigDecimal((BigInteger) value);
    }

    @Override
    public Object read(Object value) {
      return ((BigDecimal) value).toBigIntegerExact();
    }
  }

  /** A UUID as its text. */
  enum UuidText implements RowValue {
    UUID_TEXT;

    @Override
    public Object write(Object value) {
      return value.toString();
    }

    @Override
    public Object read(Object value) {
      return UUID.fromString((String) value);
    }
  }

  /** An enum as its name. */
  record EnumName(Class<?> type) implements RowValue {
    @Override
    public Object write(Object value) {
      return ((Enum<?>) value).name();
    }

    @Override
    public Object read(Object value) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(value))
          .findAny()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      String.format(
                          Locale.ROOT,
                          "Cannot read '%s' as %s: it is none of its constants",
                          value,
                          type.getName())));
    }
  }

  /** An Optional as its value or null. */
  record OptionalValue(RowValue value) implements RowValue {
    @Override
    public Object write(Object optional) {
      return value.toRow(((Optional<?>) optional).orElse(null));
    }

    @Override
    public Object fromRow(Object found) {
      return Optional.ofNullable(value.fromRow(found));
    }

    @Override
    public Object read(Object found) {
      return fromRow(found);
    }
  }

  /** A List as a list. */
  record Elements(RowValue element) implements RowValue {
    @Override
    public Object write(Object list) {
      return ((List<?>) list).stream().map(element::toRow).toArray();
    }

    @Override
    public Object read(Object found) {
      return Arrays.asList(elements(found, element));
    }

    @SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13
    static Object[] elements(Object found, RowValue element) {
      return JavaConverters.seqAsJavaList((scala.collection.Seq<?>) found).stream()
          .map(element::fromRow)
          .toArray();
    }
  }

  /** A Set as a list. */
  record SetElements(RowValue element) implements RowValue {
    @Override
    public Object write(Object set) {
      return ((Set<?>) set).stream().map(element::toRow).toArray();
    }

    @Override
    public Object read(Object found) {
      return new LinkedHashSet<>(Arrays.asList(Elements.elements(found, element)));
    }
  }

  /**
   * An array as a list.
   *
   * @param type the array's class, since Spark does not find that of a primitive element
   */
  record ArrayElements(Class<?> type, RowValue element) implements RowValue {
    @Override
    public Object write(Object array) {
      return IntStream.range(0, Array.getLength(array))
          .mapToObj(i -> element.toRow(Array.get(array, i)))
          .toArray();
    }

    @Override
    public Object read(Object found) {
      Object[] elements = Elements.elements(found, element);
      Object array = Array.newInstance(type.getComponentType(), elements.length);
      for (int i = 0; i < elements.length; i++) {
        Array.set(array, i, elements[i]);
      }
      return array;
    }
  }

  /** A Map as a map. */
  record Entries(RowValue key, RowValue value) implements RowValue {
    @Override
    @SuppressWarnings("deprecation") // as above
    public Object write(Object map) {
      var entries = new LinkedHashMap<Object, Object>();
      ((Map<?, ?>) map).forEach((k, v) -> entries.put(key.toRow(k), value.toRow(v)));
      return JavaConverters.mapAsScalaMap(entries);
    }

    @Override
    @SuppressWarnings("deprecation") // as above
    public Object read(Object found) {
      var entries = new LinkedHashMap<Object, Object>();
      JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) found)
          .forEach((k, v) -> entries.put(key.fromRow(k), value.fromRow(v)));
      return entries;
    }
  }
}
