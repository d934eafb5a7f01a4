package dev.p3.scope;

import java.util.Iterator;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * The values that parallel functions may use, broadcast once and handed to each function as its
 * first argument.
 *
 * <p>The values are a record, so every name has a type. The broadcast goes through {@code
 * spark.serializer}; the record's class and what it holds must be listed by a {@link
 * dev.p3.record.RecordModule} when Kryo requires registration.
 *
 * <p>Spark is lazy: run the action before the scope is closed. An action that comes later is
 * refused with the scope's name. A scope belongs to the driver; it may be used and closed from
 * several threads.
 *
 * <p>Cost: driver memory for the record and its serialized form; one copy per executor.
 *
 * @param <R> the record of values
 */
public final class Scope<R extends Record> implements AutoCloseable {
  private static final Set<String> OPENERS = Set.of(Scope.class.getName(), Scopes.class.getName());

  private final ScopeValues<R> values;

  private Scope(ScopeValues<R> values) {
    this.values = values;
  }

  /**
   * Broadcasts the values.
   *
   * @param spark the session whose executors receive them
   * @param values the record; not null
   * @return an open scope, to be closed after the last action that uses it
   */
  public static <R extends Record> Scope<R> open(SparkSession spark, R values) {
    if (values == null) {
      throw new IllegalArgumentException("Cannot open a scope: the record of values is null");
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    StackWalker.StackFrame opener = caller();
    return new Scope<>(
        new ScopeValues<>(
            context.broadcast(values),
            "Scope %s (opened at %s:%d)"
                .formatted(
                    values.getClass().getSimpleName(),
                    opener.getFileName(),
                    opener.getLineNumber())));
  }

  /** {@link Dataset#map} with the scope's values as first argument. */
  public <T, U> Dataset<U> map(
      Dataset<T> rows, ScopedFunction<R, T, U> function, Encoder<U> encoder) {
    ScopeValues<R> open = values.opened();
    return rows.map((MapFunction<T, U>) row -> function.call(open.record(), row), encoder);
  }

  /** {@link Dataset#flatMap} with the scope's values as first argument. */
  public <T, U> Dataset<U> flatMap(
      Dataset<T> rows, ScopedFunction<R, T, Iterator<U>> function, Encoder<U> encoder) {
    ScopeValues<R> open = values.opened();
    return rows.flatMap((FlatMapFunction<T, U>) row -> function.call(open.record(), row), encoder);
  }

  /** {@link Dataset#filter} with the scope's values as first argument. */
  public <T> Dataset<T> filter(Dataset<T> rows, ScopedFunction<R, T, Boolean> function) {
    ScopeValues<R> open = values.opened();
    return rows.filter((FilterFunction<T>) row -> function.call(open.record(), row));
  }

  /** {@link Dataset#mapPartitions} with the scope's values as first argument. */
  public <T, U> Dataset<U> mapPartitions(
      Dataset<T> rows, ScopedFunction<R, Iterator<T>, Iterator<U>> function, Encoder<U> encoder) {
    ScopeValues<R> open = values.opened();
    return rows.mapPartitions(
        (MapPartitionsFunction<T, U>) partition -> function.call(open.record(), partition),
        encoder);
  }

  /**
   * A column function with the scope's values as first argument. Rows stay in Spark's own format:
   * only the argument column and the result are converted.
   *
   * <p>It is evaluated once per row: Spark neither repeats it nor moves it through a filter.
   */
  public <T, U> UserDefinedFunction udf(ScopedFunction<R, T, U> function, DataType result) {
    ScopeValues<R> open = values.opened();
    return functions
        .udf((UDF1<T, U>) value -> function.call(open.record(), value), result)
        .asNondeterministic();
  }

  /**
   * Releases the values on the driver and on every executor. A second call does nothing. An action
   * started later on a Dataset that needs the scope fails with the scope's name.
   */
  @Override
  public void close() {
    values.close();
  }

  @Override
  public String toString() {
    return values.toString();
  }

  private static StackWalker.StackFrame caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !OPENERS.contains(frame.getClassName()))
                    .findFirst()
                    .orElseThrow());
  }
}
