package dev.p3.scope;

import java.io.Serializable;

/**
 * A function of a scope's values and one argument: a row, or the rows of a partition.
 *
 * @param <R> the scope's record
 * @param <T> the argument
 * @param <U> the result
 */
@FunctionalInterface
public interface ScopedFunction<R extends Record, T, U> extends Serializable {
  /** Must not change the values: in local mode every task shares them. */
  U call(R values, T argument) throws Exception;
}
