package dev.p3.scope;

import java.io.Serializable;
import java.util.Iterator;

/**
 * A function of a scope's values, a key and the rows of that key.
 *
 * @param <R> the scope's record
 * @param <K> the key
 * @param <T> a row
 * @param <U> the result
 */
@FunctionalInterface
public interface ScopedGroupFunction<R extends Record, K, T, U> extends Serializable {
  /** Must not change the values: in local mode every task shares them. */
  U call(R values, K key, Iterator<T> rows) throws Exception;
}
