package dev.p3.scope;

import java.io.Serializable;

/**
 * A function of a scope's values and two arguments.
 *
 * @param <R> the scope's record
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <U> the result
 */
@FunctionalInterface
public interface ScopedBiFunction<R extends Record, A, B, U> extends Serializable {
  /** Must not change the values: in local mode every task shares them. */
  U call(R values, A first, B second) throws Exception;
}
