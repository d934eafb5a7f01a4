package dev.p3.scope;

import java.io.Serializable;

/**
 * Makes one of two, with the help of a scope's values; associative and commutative, since Spark
 * chooses the order.
 *
 * @param <R> the scope's record
 * @param <T> what is reduced
 */
@FunctionalInterface
public interface ScopedReduction<R extends Record, T> extends Serializable {
  /** Must change neither the values nor its arguments. */
  T call(R values, T left, T right) throws Exception;
}
