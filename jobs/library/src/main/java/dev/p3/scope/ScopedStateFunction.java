package dev.p3.scope;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.streaming.GroupState;

/**
 * A function of a scope's values, a key, the new rows of that key, and what is kept of the earlier
 * ones.
 *
 * @param <R> the scope's record
 * @param <K> the key
 * @param <T> a row
 * @param <S> what is kept for a key
 * @param <U> the result
 */
@FunctionalInterface
public interface ScopedStateFunction<R extends Record, K, T, S, U> extends Serializable {
  /** Must not change the values: in local mode every task shares them. */
  U call(R values, K key, Iterator<T> rows, GroupState<S> state) throws Exception;
}
