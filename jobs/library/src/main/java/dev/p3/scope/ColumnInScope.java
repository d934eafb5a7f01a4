package dev.p3.scope;

import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;

/**
 * The functions of a column of an open scope, for Scala, which infers no types of {@code
 * scope.udf(…)}:
 *
 * <pre>{@code
 * val state = scope.on(classOf[String]).udf((lookups, origin) => lookups.states.get(origin), StringType)
 * flights.select(state(col("origin")))
 * }</pre>
 *
 * <p>Each is that of {@link Scope} with the same name. Immutable.
 *
 * @param <R> the scope's record
 * @param <T> the values, as Spark hands them to Java functions
 */
public final class ColumnInScope<R extends Record, T> {
  private final Scope<R> scope;

  ColumnInScope(Scope<R> scope) {
    this.scope = scope;
  }

  /** {@link Scope#udf(ScopedFunction, DataType)}. */
  public <U> UserDefinedFunction udf(ScopedFunction<R, T, U> function, DataType result) {
    return scope.udf(function, result);
  }

  /** {@link Scope#function}. */
  public <U> UDF1<T, U> function(ScopedFunction<R, T, U> function) {
    return scope.function(function);
  }

  /** The function of this column and a second one. */
  public <S> ColumnsInScope<R, T, S> and(Class<S> second) {
    return new ColumnsInScope<>(scope);
  }
}
