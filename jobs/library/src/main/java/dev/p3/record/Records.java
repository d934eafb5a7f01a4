package dev.p3.record;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;

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
   * into one fails with the component's name. A Period comes back normalized. What a column would
   * not hold as it is is an error of the task, with the path to the component: nanoseconds that are
   * no whole microseconds, a moment out of Spark's range, a Period with days, a number with more
   * digits than its column, a null key of a map.
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
        String.format(
            Locale.ROOT,
            "Cannot make an encoder: %s is a type variable (name the record in the token)",
            type.getTypeName()));
  }

  /**
   * Rows as records, once their schema is known to fit.
   *
   * <p>Columns are found by name, never by position; the case must be equal, whatever {@code
   * spark.sql.caseSensitive} says, unless {@link Reading#IGNORE_CASE}. A column whose type holds
   * only values of the component's type is widened (INT to long, FLOAT to double, DECIMAL to a
   * wider one). A nullable column fits a primitive component; a null in it is an error of the task
   * that reads it, naming the component.
   *
   * <p>Cost: none but the projection; no row is read here.
   *
   * @param rows any Dataset of rows
   * @param type as for {@link #encoder(Class)}
   * @param reading what to tolerate or refuse beyond the default
   * @throws IllegalArgumentException when the schema does not fit; the message has a line for each
   *     difference: a missing column, a wrong type, a column that holds more than the component can
   */
  public static <R extends Record> Dataset<R> as(
      Dataset<Row> rows, Class<R> type, Reading... reading) {
    Encoder<R> encoder = encoder(type);
    var fit = new SchemaFit(Set.copyOf(Arrays.asList(reading)));
    org.apache.spark.sql.Column[] columns = fit.columns(rows.schema(), encoder.schema());
    if (!fit.differences().isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read rows as %s: %d of the columns differ:%n  %s",
              type.getName(),
              fit.differences().size(),
              String.join(System.lineSeparator() + "  ", fit.differences())));
    }
    return rows.select(columns).as(encoder);
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
