package dev.p3.scope;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.KeyValueGroupedDataset;

/**
 * The operation on the groups of two Datasets in an open scope, for Scala:
 *
 * <pre>{@code
 * scope.on(flights).and(airports).cogroup((lookups, code, flights, airports) => …, …)
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <R> the scope's record
 * @param <K> the keys
 * @param <T> the rows of the first Dataset
 * @param <S> the rows of the second Dataset
 */
public final class CoGroupsInScope<R extends Record, K, T, S> {
  private final Scope<R> scope;
  private final KeyValueGroupedDataset<K, T> left;
  private final KeyValueGroupedDataset<K, S> right;

  CoGroupsInScope(
      Scope<R> scope, KeyValueGroupedDataset<K, T> left, KeyValueGroupedDataset<K, S> right) {
    this.scope = scope;
    this.left = left;
    this.right = right;
  }

  /** {@link Scope#cogroup}. */
  public <U> Dataset<U> cogroup(ScopedCoGroupFunction<R, K, T, S, U> function, Encoder<U> encoder) {
    return scope.cogroup(left, right, function, encoder);
  }
}
