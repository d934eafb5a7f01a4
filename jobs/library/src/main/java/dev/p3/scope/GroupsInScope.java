package dev.p3.scope;

import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.KeyValueGroupedDataset;
import scala.Tuple2;

/**
 * The operations on groups of an open scope, for Scala, which infers no types of {@code
 * scope.map(groups, …)}:
 *
 * <pre>{@code
 * scope.on(byOrigin).reduceGroups((lookups, one, other) => lookups.value.better(one, other))
 * }</pre>
 *
 * <p>Each operation is that of {@link Scope} with the same name. Immutable.
 *
 * @param <R> the scope's record
 * @param <K> the keys
 * @param <T> the rows
 */
public final class GroupsInScope<R extends Record, K, T> {
  private final Scope<R> scope;
  private final KeyValueGroupedDataset<K, T> groups;

  GroupsInScope(Scope<R> scope, KeyValueGroupedDataset<K, T> groups) {
    this.scope = scope;
    this.groups = groups;
  }

  /** {@link KeyValueGroupedDataset#mapGroups}. */
  public <U> Dataset<U> mapGroups(ScopedGroupFunction<R, K, T, U> function, Encoder<U> encoder) {
    return scope.mapGroups(groups, function, encoder);
  }

  /** {@link KeyValueGroupedDataset#flatMapGroups}. */
  public <U> Dataset<U> flatMapGroups(
      ScopedGroupFunction<R, K, T, Iterator<U>> function, Encoder<U> encoder) {
    return scope.flatMapGroups(groups, function, encoder);
  }

  /** {@link KeyValueGroupedDataset#reduceGroups}. */
  public Dataset<Tuple2<K, T>> reduceGroups(ScopedReduction<R, T> reduction) {
    return scope.reduceGroups(groups, reduction);
  }
}
