package dev.p3.scope;

import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;

/**
 * The function of two columns of an open scope, for Scala:
 *
 * <pre>{@code
 * scope.on(classOf[String]).and(classOf[Int]).udf((lookups, origin, delay) => …, StringType)
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <R> the scope's record
 * @param <A> the values of the first column, as Spark hands them to Java functions
 * @param <B> the values of the second column
 */
public final class ColumnsInScope<R extends Record, A, B> {
  private final Scope<R> scope;

  ColumnsInScope(Scope<R> scope) {
    this.scope = scope;
  }

  /** {@link Scope#udf(ScopedBiFunction, DataType)}. */
  public <U> UserDefinedFunction udf(ScopedBiFunction<R, A, B, U> function, DataType result) {
    return scope.udf(function, result);
  }
}
