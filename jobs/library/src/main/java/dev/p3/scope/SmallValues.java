package dev.p3.scope;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.AccumulatorV2;

/**
 * Values that a function may capture as they are: they cannot be changed, and so they mean the same
 * on every executor. How small they are is for {@link CaptureLimits} to say.
 */
final class SmallValues {
  private static final Set<Class<?>> IMMUTABLE =
      Set.of(
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          Class.class,
          Locale.class,
          Currency.class,
          Pattern.class,
          URI.class,
          scala.math.BigDecimal.class,
          scala.math.BigInt.class);

  /** Spark's own, made to be captured. */
  private static final List<Class<?>> OF_SPARK =
      List.of(
          DataType.class,
          StructField.class,
          Metadata.class,
          Encoder.class,
          StorageLevel.class,
          AccumulatorV2.class);

  private static final int MOST_ELEMENTS = 10_000;
  private static final int MOST_LEVELS = 20;

  private SmallValues() {}

  /** Whether the value cannot be changed. Calls no code of the user's. */
  static boolean isImmutable(Object value) {
    return isImmutable(value, MOST_LEVELS);
  }

  /** Whether that is sure from the type alone. */
  static boolean isImmutableType(Class<?> type) {
    return isImmutableType(type, MOST_LEVELS);
  }

  private static boolean isImmutableType(Class<?> type, int levels) {
    if (type.isPrimitive() || type.isEnum() || isAlwaysImmutable(type)) {
      return true;
    }
    return type.isRecord()
        && levels > 0
        && List.of(type.getRecordComponents()).stream()
            .allMatch(component -> isImmutableType(component.getType(), levels - 1));
  }

  private static boolean isAlwaysImmutable(Class<?> type) {
    return IMMUTABLE.contains(type)
        || (TypeNames.isJdk(type) && type.getPackageName().equals("java.time"))
        || OF_SPARK.stream().anyMatch(known -> known.isAssignableFrom(type));
  }

  private static boolean isImmutable(Object value, int levels) {
    if (value == null || value instanceof Enum || isAlwaysImmutable(value.getClass())) {
      return true;
    }
    if (levels == 0) {
      return false;
    }
    if (value instanceof Record || isStateless(value.getClass())) {
      return areFieldsImmutable(value, levels - 1);
    }
    Optional<List<Object>> ofScala = ScalaValues.within(value, MOST_ELEMENTS);
    if (ofScala.isPresent()) {
      return ofScala.get().stream().allMatch(each -> isImmutable(each, levels - 1));
    }
    return isUnmodifiable(value.getClass()) && areElementsImmutable(value, levels - 1);
  }

  private static boolean isStateless(Class<?> type) {
    boolean isPlain = !FunctionParts.isLambdaClass(type) && !type.isArray();
    for (Class<?> level = type; isPlain && level != null; level = level.getSuperclass()) {
      isPlain =
          List.of(level.getDeclaredFields()).stream()
              .allMatch(field -> Modifier.isStatic(field.getModifiers()));
    }
    return isPlain && Serializable.class.isAssignableFrom(type);
  }

  private static boolean areFieldsImmutable(Object value, int levels) {
    for (Field field : value.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())
          && !(field.getType().isPrimitive()
              || (field.trySetAccessible()
                  && isImmutable(TypeNames.value(field, value), levels)))) {
        return false;
      }
    }
    return true;
  }

  /** The JDK's collections without a way to change them, not even through another reference. */
  private static boolean isUnmodifiable(Class<?> type) {
    String name = type.getName();
    return name.startsWith("java.util.ImmutableCollections$")
        || name.startsWith("java.util.Collections$Empty")
        || name.startsWith("java.util.Collections$Singleton");
  }

  /** Of more elements than a small value has, only the first ones are looked at. */
  private static boolean areElementsImmutable(Object container, int levels) {
    if (container instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .limit(MOST_ELEMENTS)
          .allMatch(
              entry ->
                  isImmutable(entry.getKey(), levels) && isImmutable(entry.getValue(), levels));
    }
    return container instanceof Collection<?> collection
        && collection.stream().limit(MOST_ELEMENTS).allMatch(each -> isImmutable(each, levels));
  }
}
