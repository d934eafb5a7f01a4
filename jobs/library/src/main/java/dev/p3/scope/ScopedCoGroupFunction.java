package dev.p3.scope;

import java.io.Serializable;
import java.util.Iterator;

/**
 * A function of a scope's values, a key, and the rows of that key in each of two Datasets.
 *
 * @param <R> the scope's record
 * @param <K> the key
 * @param <T> a row of the first Dataset
 * @param <S> a row of the second Dataset
 * @param <U> a row of the result
 */
@FunctionalInterface
public interface ScopedCoGroupFunction<R extends Record, K, T, S, U> extends Serializable {
  /** Must not change the values: in local mode every task shares them. */
  Iterator<U> call(R values, K key, Iterator<T> left, Iterator<S> right) throws Exception;
}
