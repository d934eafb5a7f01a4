package dev.p3.record;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Makes any record from its declaration: every component by its type, extreme values and nulls
 * among them, containers in every implementation of the JDK that fits.
 */
final class RecordArbitraries {
  private static final double NULLS = 0.1;
  private static final int MOST_ELEMENTS = 4;
  private static final long FIRST_SECOND =
      LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long LAST_SECOND =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);
  private static final BigInteger LARGEST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

  /** Whether values are such that columns hold them exactly. */
  private final boolean columns;

  private RecordArbitraries(boolean columns) {
    this.columns = columns;
  }

  /** Records whose values columns hold exactly. */
  static <R extends Record> Arbitrary<R> forColumns(Class<R> type) {
    return new RecordArbitraries(true).ofRecord(type, Map.of()).map(type::cast);
  }

  /** Records of any values. */
  static <R extends Record> Arbitrary<R> forKryo(Class<R> type) {
    return new RecordArbitraries(false).ofRecord(type, Map.of()).map(type::cast);
  }

  private Arbitrary<Object> ofRecord(Class<?> type, Map<TypeVariable<?>, Type> arguments) {
    RecordComponent[] components = type.getRecordComponents();
    List<Arbitrary<Object>> values = new ArrayList<>();
    for (RecordComponent component : components) {
      Decimal decimal = component.getAnnotation(Decimal.class);
      Arbitrary<Object> value =
          component.getType() == BigDecimal.class
              ? decimals(
                  decimal == null ? 38 : decimal.precision(),
                  decimal == null ? 18 : decimal.scale())
              : of(component.getGenericType(), arguments);
      values.add(
          component.getType().isPrimitive() || (columns && component.getType() == Optional.class)
              ? value
              : value.injectNull(NULLS));
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return Combinators.combine(values).as(all -> construct(type, types, all));
  }

  private static Object construct(Class<?> type, Class<?>[] types, List<Object> values) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Arbitrary<Object> of(Type type, Map<TypeVariable<?>, Type> arguments) {
    if (type instanceof TypeVariable<?> variable) {
      return of(arguments.get(variable), arguments);
    }
    if (type instanceof GenericArrayType array) {
      return arrays(array.getGenericComponentType(), arguments);
    }
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(
          (Class<?>) generic.getRawType(), generic.getActualTypeArguments(), arguments);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return ofRecord(raw, arguments);
    }
    if (raw.isEnum()) {
      return Arbitraries.of(raw.getEnumConstants()).map(Object.class::cast);
    }
    return raw.isArray() ? arrays(raw.getComponentType(), arguments) : leaf(raw);
  }

  private Arbitrary<Object> ofGeneric(
      Class<?> raw, Type[] types, Map<TypeVariable<?>, Type> arguments) {
    if (raw.isRecord()) {
      Map<TypeVariable<?>, Type> bound = new HashMap<>(arguments);
      for (int i = 0; i < types.length; i++) {
        bound.put(raw.getTypeParameters()[i], types[i]);
      }
      return ofRecord(raw, bound);
    }
    Arbitrary<Object> first = of(types[0], arguments);
    if (raw == Optional.class) {
      return first.injectNull(0.3).map(Optional::ofNullable);
    }
    if (raw == Map.class) {
      return maps(first, of(types[1], arguments));
    }
    Arbitrary<Object> element = withNulls(types[0], first);
    return raw == List.class ? lists(element) : sets(element);
  }

  /** A column has one null: an Optional in it is never null itself. */
  private Arbitrary<Object> withNulls(Type type, Arbitrary<Object> values) {
    boolean isOptional =
        type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    return columns && isOptional ? values : values.injectNull(NULLS);
  }

  private static Arbitrary<List<Object>> elements(Arbitrary<Object> element) {
    return element.list().ofMaxSize(MOST_ELEMENTS);
  }

  private static Arbitrary<Object> lists(Arbitrary<Object> element) {
    return Combinators.combine(elements(element), Arbitraries.integers().between(0, 8))
        .as(
            (values, form) ->
                switch (form) {
                  case 0 -> new ArrayList<>(values);
                  case 1 -> new LinkedList<>(values);
                  case 2 -> Arrays.asList(values.toArray());
                  case 3 -> values.stream().toList();
                  case 4 -> Collections.unmodifiableList(new ArrayList<>(values));
                  case 5 -> Collections.unmodifiableList(new LinkedList<>(values));
                  case 6 -> new Vector<>(values);
                  case 7 -> new CopyOnWriteArrayList<>(values);
                  default -> values.contains(null) ? new ArrayList<>(values) : List.copyOf(values);
                });
  }

  private static Arbitrary<Object> sets(Arbitrary<Object> element) {
    return Combinators.combine(elements(element), Arbitraries.integers().between(0, 3))
        .as(
            (values, form) ->
                switch (form) {
                  case 0 -> new HashSet<>(values);
                  case 1 -> new LinkedHashSet<>(values);
                  case 2 -> Collections.unmodifiableSet(new LinkedHashSet<>(values));
                  default -> values.contains(null) ? new HashSet<>(values) : Set.copyOf(values);
                });
  }

  private static Arbitrary<Object> maps(Arbitrary<Object> key, Arbitrary<Object> value) {
    return Combinators.combine(elements(key), elements(value), Arbitraries.integers().between(0, 4))
        .as(
            (keys, values, form) -> {
              Map<Object, Object> map = new LinkedHashMap<>();
              for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
                map.put(keys.get(i), values.get(i));
              }
              return switch (form) {
                case 0 -> map;
                case 1 -> new HashMap<>(map);
                case 2 -> Collections.unmodifiableMap(map);
                case 3 -> new ConcurrentHashMap<>(map);
                default -> Map.copyOf(map);
              };
            });
  }

  private Arbitrary<Object> arrays(Type element, Map<TypeVariable<?>, Type> arguments) {
    Class<?> raw = raw(element);
    Arbitrary<Object> values = of(element, arguments);
    return elements(raw.isPrimitive() ? values : withNulls(element, values))
        .map(
            list -> {
              Object array = Array.newInstance(raw, list.size());
              for (int i = 0; i < list.size(); i++) {
                Array.set(array, i, list.get(i));
              }
              return array;
            });
  }

  private static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType generic) {
      return (Class<?>) generic.getRawType();
    }
    return type instanceof GenericArrayType array
        ? raw(array.getGenericComponentType()).arrayType()
        : (Class<?>) type;
  }

  private Arbitrary<Object> decimals(int precision, int scale) {
    BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    return integers(largest)
        .flatMap(
            unscaled ->
                (columns ? Arbitraries.just(scale) : Arbitraries.integers().between(-50, 50))
                    .map(any -> new BigDecimal(unscaled, any)));
  }

  private static Arbitrary<BigInteger> integers(BigInteger largest) {
    return Arbitraries.oneOf(
        Arbitraries.of(largest, largest.negate(), BigInteger.ZERO),
        Arbitraries.bigIntegers().between(largest.negate(), largest));
  }

  private static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            0.0,
            -0.0,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE),
        longs().map(Double::longBitsToDouble));
  }

  private static Arbitrary<Float> floats() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE),
        longs().map(bits -> Float.intBitsToFloat(bits.intValue())));
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 63L, 64L, 8191L, -8193L),
        Arbitraries.randomValue(random -> random.nextLong() >> random.nextInt(64)));
  }

  /** Kryo holds every String; a column's UTF-8 has no half of a surrogate pair. */
  private Arbitrary<String> texts() {
    List<String> letters =
        new ArrayList<>(
            List.of("a", "Z", " ", "\u0000", "\u007f", "ü", "€", "\uffff", "\uD83D\uDE80"));
    if (!columns) {
      letters.addAll(List.of("\uD83D", "\uDE80"));
    }
    return Arbitraries.oneOf(
        Arbitraries.of(letters).list().ofMaxSize(70).map(list -> String.join("", list)),
        Arbitraries.strings().ascii().ofMaxLength(80));
  }

  private Arbitrary<Long> micros(long limit) {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, -1L, limit, -limit), Arbitraries.longs().between(-limit, limit));
  }

  private Arbitrary<LocalDateTime> times() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.of(FIRST_SECOND, LAST_SECOND, -1L, 0L),
                Arbitraries.longs().between(FIRST_SECOND, LAST_SECOND)),
            Arbitraries.of(0, 1, 999_999, 123_456))
        .as(
            (second, micro) ->
                LocalDateTime.ofEpochSecond(
                    second, micro * 1000 + (columns ? 0 : 7), ZoneOffset.UTC));
  }

  private Arbitrary<Object> leaf(Class<?> type) {
    Map<Class<?>, Arbitrary<?>> leaves =
        Map.ofEntries(
            Map.entry(boolean.class, Arbitraries.of(true, false)),
            Map.entry(byte.class, Arbitraries.bytes()),
            Map.entry(short.class, Arbitraries.shorts()),
            Map.entry(char.class, Arbitraries.chars().all()),
            Map.entry(int.class, longs().map(Long::intValue)),
            Map.entry(long.class, longs()),
            Map.entry(float.class, floats()),
            Map.entry(double.class, doubles()),
            Map.entry(String.class, texts()),
            Map.entry(BigDecimal.class, decimals(38, 18)),
            Map.entry(BigInteger.class, integers(columns ? LARGEST : LARGEST.pow(3))),
            Map.entry(LocalDate.class, times().map(LocalDateTime::toLocalDate)),
            Map.entry(LocalDateTime.class, times()),
            Map.entry(Instant.class, times().map(time -> time.toInstant(ZoneOffset.UTC))),
            Map.entry(
                java.sql.Date.class,
                times().map(time -> java.sql.Date.valueOf(time.toLocalDate()))),
            Map.entry(java.sql.Timestamp.class, times().map(java.sql.Timestamp::valueOf)),
            Map.entry(
                Duration.class,
                micros(Long.MAX_VALUE / 1_000_000 * 1_000_000)
                    .map(micro -> Duration.of(micro, java.time.temporal.ChronoUnit.MICROS))),
            Map.entry(
                Period.class,
                micros(Integer.MAX_VALUE)
                    .map(month -> Period.ofMonths(month.intValue()).normalized())
                    .map(period -> columns ? period : period.withDays(3))),
            Map.entry(
                UUID.class,
                Combinators.combine(longs(), longs()).as((high, low) -> new UUID(high, low))));
    Class<?> primitive = java.lang.invoke.MethodType.methodType(type).unwrap().returnType();
    return leaves.get(primitive).map(Object.class::cast);
  }
}
