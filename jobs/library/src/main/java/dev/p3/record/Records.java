package dev.p3.record;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Encoder;

/**
 * Java records as rows of a Dataset.
 *
 * <p>Thread-safe: encoders are made once per record type and shared.
 */
public final class Records {
  private static final ClassValue<Map<Type, Encoder<?>>> ENCODERS =
      new ClassValue<>() {
        @Override
        protected Map<Type, Encoder<?>> computeValue(Class<?> record) {
          return new ConcurrentHashMap<>();
        }
      };

  private Records() {}

  /**
   * An encoder whose columns are the record's components, in their order and under their names, or
   * the names that {@link Column} gives.
   *
   * <p>Components may be primitives and their boxes, String, enums (as their names), BigDecimal
   * (see {@link Decimal}), BigInteger (DECIMAL(38, 0)), byte[], LocalDate, LocalDateTime
   * (TIMESTAMP_NTZ), Instant, java.sql.Date and Timestamp, Duration, Period, UUID (STRING), other
   * records, Spark's user-defined types, and Optional (null when empty), arrays, List, Set and Map
   * of these at any depth. A primitive component gives a column that is not nullable; a null read
   * into one fails with the component's name. Instants keep microseconds.
   *
   * <p>Lists come back as lists that may be fixed in size, sets and maps in the column's order.
   *
   * <p>Cost: reflection once per record type; rows are read and written by code that Spark
   * generates, without reflection.
   *
   * @param type a public record whose canonical constructor is public
   * @return an encoder that may be shared between threads and serialized
   * @throws IllegalArgumentException when the record is not public, holds itself, or has a
   *     component that no column can hold; the message names the path to the component
   */
  @SuppressWarnings("unchecked") // the map holds Encoder<R> under Class<R>
  public static <R extends Record> Encoder<R> encoder(Class<R> type) {
    return (Encoder<R>) encoder(type, type);
  }

  /**
   * As {@link #encoder(Class)}, for a record with type arguments: {@code Records.encoder(new
   * TypeToken<Pair<String, Trip>>() {})}.
   */
  @SuppressWarnings("unchecked") // the map holds Encoder<R> under R's type
  public static <R extends Record> Encoder<R> encoder(TypeToken<R> token) {
    Type type = token.type();
    if (type instanceof ParameterizedType generic) {
      return (Encoder<R>) encoder((Class<?>) generic.getRawType(), type);
    }
    if (type instanceof Class<?> raw) {
      return (Encoder<R>) encoder(raw, type);
    }
    throw new IllegalArgumentException(
        "Cannot make an encoder: %s is a type variable (name the record in the token)"
            .formatted(type.getTypeName()));
  }

  private static Encoder<?> encoder(Class<?> raw, Type type) {
    Map<Type, Encoder<?>> known = ENCODERS.get(raw);
    Encoder<?> encoder = known.get(type);
    if (encoder == null) {
      encoder = SparkEncoder.of(ColumnForms.of(type));
      known.put(type, encoder);
    }
    return encoder;
  }
}
