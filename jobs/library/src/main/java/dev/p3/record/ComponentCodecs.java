package dev.p3.record;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Chooses the codec of a declared type. */
final class ComponentCodecs {
  /**
   * Final, immutable and never part of a cycle: written by Kryo's serializer, without a class id.
   */
  private static final Set<Class<?>> VALUES =
      Set.of(
          UUID.class,
          LocalDate.class,
          LocalDateTime.class,
          Instant.class,
          Duration.class,
          Period.class);

  private static final Set<Class<?>> OPEN_VALUES = Set.of(BigDecimal.class, BigInteger.class);

  private ComponentCodecs() {}

  static ComponentCodec of(Type declared) {
    if (declared instanceof Class<?> type) {
      return ofClass(type);
    }
    if (declared instanceof ParameterizedType generic) {
      return ofGeneric((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    if (declared instanceof GenericArrayType) {
      return KryoCodecs.ANY;
    }
    if (declared instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0]);
    }
    return KryoCodecs.ANY; // a type variable
  }

  private static ComponentCodec ofGeneric(Class<?> raw, Type[] arguments) {
    if (raw == List.class) {
      return new ListCodec(of(arguments[0]));
    }
    if (raw == Set.class) {
      return new SetCodec(of(arguments[0]));
    }
    if (raw == Map.class) {
      return new MapCodec(of(arguments[0]), of(arguments[1]));
    }
    if (raw == Optional.class) {
      return new OptionalCodec(of(arguments[0]));
    }
    return ofClass(raw);
  }

  private static ComponentCodec ofClass(Class<?> type) {
    if (type.isRecord()) {
      return RecordShape.isRecursive(type)
          ? new KryoCodecs.Tracked(type)
          : new NestedRecordCodec(type);
    }
    if (type.isEnum()) {
      return new EnumCodec(type);
    }
    if (type.isArray()) {
      return ofArray(type.getComponentType());
    }
    ComponentCodec scalar = ScalarCodec.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (OPEN_VALUES.contains(type)) {
      return new KryoCodecs.OpenValue(type);
    }
    return VALUES.contains(type) ? new KryoCodecs.Value(type) : KryoCodecs.ANY;
  }

  private static ComponentCodec ofArray(Class<?> element) {
    if (element.isPrimitive()) {
      return PrimitiveArrayCodec.of(element);
    }
    // Only a final element type says which array class to make.
    return element.isRecord() || element == String.class
        ? new ObjectArrayCodec(element, ofClass(element))
        : KryoCodecs.ANY;
  }
}
