package dev.p3.scope;

import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;

/**
 * The operations on a Dataset of an open scope, for Scala, which infers no types of {@code
 * scope.map(rows, …)}:
 *
 * <pre>{@code
 * scope.on(flights).map((lookups, flight) => lookups.states.get(flight.origin), Encoders.STRING)
 * }</pre>
 *
 * <p>Each operation is that of {@link Scope} with the same name. Immutable.
 *
 * @param <R> the scope's record
 * @param <T> the rows
 */
public final class RowsInScope<R extends Record, T> {
  private final Scope<R> scope;
  private final Dataset<T> rows;

  RowsInScope(Scope<R> scope, Dataset<T> rows) {
    this.scope = scope;
    this.rows = rows;
  }

  /** {@link Dataset#map}. */
  public <U> Dataset<U> map(ScopedFunction<R, T, U> function, Encoder<U> encoder) {
    return scope.map(rows, function, encoder);
  }

  /** {@link Dataset#flatMap}. */
  public <U> Dataset<U> flatMap(ScopedFunction<R, T, Iterator<U>> function, Encoder<U> encoder) {
    return scope.flatMap(rows, function, encoder);
  }

  /** {@link Dataset#filter}. */
  public Dataset<T> filter(ScopedFunction<R, T, Boolean> function) {
    return scope.filter(rows, function);
  }

  /** {@link Dataset#mapPartitions}. */
  public <U> Dataset<U> mapPartitions(
      ScopedFunction<R, Iterator<T>, Iterator<U>> function, Encoder<U> encoder) {
    return scope.mapPartitions(rows, function, encoder);
  }

  /** {@link Dataset#foreach}: an action. */
  public void foreach(ScopedAction<R, T> action) {
    scope.foreach(rows, action);
  }

  /** {@link Dataset#foreachPartition}: an action. */
  public void foreachPartition(ScopedAction<R, Iterator<T>> action) {
    scope.foreachPartition(rows, action);
  }
}
