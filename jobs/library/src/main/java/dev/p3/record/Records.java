package dev.p3.record;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

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
   * generates, without reflection. In a session of Spark Connect, which takes encoders of its own
   * kind alone, each row is made by reflection, and the encoder is for such sessions only.
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
   * that reads it, naming the component. A column that is missing is read as null into an Optional,
   * and into others with {@link Reading#ALLOW_MISSING}.
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
    return rows.select(fitting(rows, type, reading)).as(encoder(type));
  }

  /**
   * As {@link #as}, where some rows may make no record: those are told apart, each with the reason,
   * and fail nothing.
   *
   * <p>Cost: each record is made twice, and by way of a Row the first time.
   *
   * @throws IllegalArgumentException as {@link #as} does, of the schema; and when the rows have a
   *     column named {@value Tried#REASON}
   */
  public static <R extends Record> Tried<R> tryAs(
      Dataset<Row> rows, Class<R> type, Reading... reading) {
    org.apache.spark.sql.Column[] columns = fitting(rows, type, reading);
    if (Arrays.stream(rows.columns()).anyMatch(Tried.REASON::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot tell bad rows apart: the rows have a column '%s' of their own, in which the reason would stand (rename it)",
              Tried.REASON));
    }
    requireDriver();
    // Spark neither repeats it nor moves it through a filter.
    UserDefinedFunction reason =
        functions
            .udf((UDF1<Row, String>) new Refusal<>(new RecordRows<>(type)), DataTypes.StringType)
            .asNondeterministic();
    Dataset<Row> told = rows.withColumn(Tried.REASON, reason.apply(functions.struct(columns)));
    org.apache.spark.sql.Column why = functions.col(Tried.REASON);
    return new Tried<>(
        told.where(why.isNull()).select(columns).as(encoder(type)), told.where(why.isNotNull()));
  }

  /**
   * A column function of a record, a struct in Spark, or of another value; it may give one, too.
   *
   * <p>A struct's fields are found by name, as {@link #as} finds columns. Null is handed over as
   * null. Cost: each record is made by way of a Row; a typed Dataset is faster.
   *
   * @param argument a record, or a class that Spark hands to functions of columns: String, the
   *     boxes, BigDecimal, the dates and times
   * @param result as the argument
   * @throws IllegalArgumentException when no column can hold one of the classes
   */
  public static <A, U> UserDefinedFunction udf(
      UDF1<A, U> function, Class<A> argument, Class<U> result) {
    requireDriver();
    ColumnValue<A> from = ColumnValue.of(argument);
    ColumnValue<U> to = ColumnValue.of(result);
    return functions.udf(
        (UDF1<Object, Object>) value -> to.toColumn(function.call(from.fromColumn(value))),
        to.type());
  }

  /** As {@link #udf(UDF1, Class, Class)}, of two columns. */
  public static <A, B, U> UserDefinedFunction udf(
      UDF2<A, B, U> function, Class<A> first, Class<B> second, Class<U> result) {
    requireDriver();
    ColumnValue<A> one = ColumnValue.of(first);
    ColumnValue<B> other = ColumnValue.of(second);
    ColumnValue<U> to = ColumnValue.of(result);
    return functions.udf(
        (UDF2<Object, Object, Object>)
            (a, b) -> to.toColumn(function.call(one.fromColumn(a), other.fromColumn(b))),
        to.type());
  }

  /**
   * {@link JavaRDD#aggregate} with a record as zero, or as the result: Spark sends the zero by Java
   * serialization, as a part of a function, whatever {@code spark.serializer} says; here it goes as
   * other records do.
   *
   * @param zero neutral for both functions, which may change and give back their first argument
   * @param add adds an element
   * @param combine joins the results of two partitions; called on the driver, in the order of the
   *     partitions
   * @throws Exception what the last function throws on the driver
   */
  public static <T, U> U aggregate(
      JavaRDD<T> elements, U zero, Function2<U, T, U> add, Function2<U, U, U> combine)
      throws Exception {
    return RecordAggregate.of(elements, zero, add, combine);
  }

  private static org.apache.spark.sql.Column[] fitting(
      Dataset<Row> rows, Class<? extends Record> type, Reading... reading) {
    RecordForm form = ColumnForms.of(type);
    var fit = new SchemaFit(Set.copyOf(Arrays.asList(reading)), form.optionals());
    org.apache.spark.sql.Column[] columns = fit.columns(rows.schema(), form.dataType());
    fit.requireNone(type);
    return columns;
  }

  /** Functions of columns make records by Catalyst's code, which a client has not. */
  private static void requireDriver() {
    if (ConnectSession.isCurrent()) {
      throw new IllegalStateException(
          ConnectSession.refusal("make a function of records", "a client lacks Spark's Catalyst"));
    }
  }

  private static Encoder<?> encoder(Class<?> raw, Type type) {
    if (ConnectSession.isCurrent()) {
      return ConnectEncoder.of(ColumnForms.of(type));
    }
    Map<Type, Encoder<?>> known = ENCODERS.get(raw);
    Encoder<?> encoder = known.get(type);
    if (encoder == null) {
      encoder = SparkEncoder.of(ColumnForms.of(type));
      known.put(type, encoder);
    }
    return encoder;
  }
}
