package dev.p3.record;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.ArrayEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.EncoderField;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.IterableEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.MapEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.ProductEncoder;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.types.Metadata;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Encoders for Java records.
 *
 * <p>Thread-safe: encoders are made once per class and shared.
 */
public final class Records {
  private static final Map<Class<?>, Encoder<?>> ENCODERS = new ConcurrentHashMap<>();

  private Records() {}

  /**
   * An encoder whose columns are the record's components, in their order and under their names.
   *
   * <p>Components may be primitives and their boxes, String, enums, BigDecimal, BigInteger, byte[],
   * LocalDate, LocalDateTime, Instant, java.sql.Date and Timestamp, Duration, Period, other
   * records, and arrays, {@link List}s and {@link Map}s of these. A primitive component gives a
   * column that is not nullable.
   *
   * @param type a public record whose canonical constructor is public
   * @return an encoder that may be shared between threads and serialized
   * @throws IllegalArgumentException when the record is not public or a component has a type that
   *     Spark cannot hold; the message names the path to the component
   */
  @SuppressWarnings("unchecked") // the map holds Encoder<R> under Class<R>
  public static <R extends Record> Encoder<R> encoder(Class<R> type) {
    Encoder<?> cached = ENCODERS.get(type);
    if (cached == null) {
      cached =
          ExpressionEncoder.apply((AgnosticEncoder<R>) recordEncoder(type, type.getSimpleName()));
      ENCODERS.put(type, cached);
    }
    return (Encoder<R>) cached;
  }

  private static AgnosticEncoder<?> encoderFor(Type type, String path) {
    if (type instanceof Class<?> raw) {
      if (raw.isRecord()) {
        return recordEncoder(raw, path);
      }
      if (raw.isArray() && raw != byte[].class) {
        return new ArrayEncoder<>(
            encoderFor(raw.getComponentType(), path + "[]"), isNullable(raw.getComponentType()));
      }
      return leafEncoder(raw, path);
    }
    if (type instanceof GenericArrayType array) {
      return new ArrayEncoder<>(encoderFor(array.getGenericComponentType(), path + "[]"), true);
    }
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] arguments = generic.getActualTypeArguments();
      if (List.class.isAssignableFrom(raw)) {
        return new IterableEncoder<>(
            classTag(raw), encoderFor(arguments[0], path + "[]"), true, false);
      }
      if (Map.class.isAssignableFrom(raw)) {
        return new MapEncoder<>(
            classTag(raw),
            encoderFor(arguments[0], path + ".key"),
            encoderFor(arguments[1], path + ".value"),
            true);
      }
    }
    throw unsupported(type, path, null);
  }

  @SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13, its successor is not
  private static AgnosticEncoder<?> recordEncoder(Class<?> type, String path) {
    if (!Modifier.isPublic(type.getModifiers())) {
      throw new IllegalArgumentException(
          "Cannot make an encoder for %s: record %s is not public (must be public, with a public canonical constructor)"
              .formatted(path, type.getName()));
    }
    List<EncoderField> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      AgnosticEncoder<?> encoder =
          encoderFor(component.getGenericType(), path + "." + component.getName());
      fields.add(
          new EncoderField(
              component.getName(),
              encoder,
              isNullable(component.getType()),
              Metadata.empty(),
              Option.empty(),
              Option.empty()));
    }
    return new ProductEncoder<>(
        classTag(type), JavaConverters.asScalaBuffer(fields).toList(), Option.empty());
  }

  private static AgnosticEncoder<?> leafEncoder(Class<?> type, String path) {
    if (type.isInterface() || type == Object.class) {
      throw unsupported(type, path, null);
    }
    try {
      return JavaTypeInference.encoderFor(type);
    } catch (RuntimeException e) {
      throw unsupported(type, path, e);
    }
  }

  private static IllegalArgumentException unsupported(Type type, String path, Exception cause) {
    return new IllegalArgumentException(
        "Cannot make an encoder: %s: %s — Spark has no column type for it (use a record, a primitive, String, an enum, a java.time type, or a List, Map or array of these)"
            .formatted(path, type.getTypeName()),
        cause);
  }

  private static boolean isNullable(Class<?> type) {
    return !type.isPrimitive();
  }

  @SuppressWarnings("unchecked") // a class tag is as generic as its class
  private static <T> ClassTag<T> classTag(Class<?> type) {
    return (ClassTag<T>) ClassTag$.MODULE$.apply(type);
  }
}
