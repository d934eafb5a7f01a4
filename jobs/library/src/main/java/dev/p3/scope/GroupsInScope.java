package dev.p3.scope;

import java.util.Iterator;
import org.apache.spark.sql.Column;
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

  /** {@link KeyValueGroupedDataset#flatMapSortedGroups}. */
  public <U> Dataset<U> flatMapSortedGroups(
      Column[] order, ScopedGroupFunction<R, K, T, Iterator<U>> function, Encoder<U> encoder) {
    return scope.flatMapSortedGroups(groups, order, function, encoder);
  }

  /** The operations that keep something of earlier rows for each key. */
  public <S> StateInScope<R, K, T, S> keeping(Encoder<S> stateEncoder) {
    return new StateInScope<>(scope, groups, stateEncoder);
  }

  /** The operation on these groups and those of another Dataset with the same keys. */
  public <S> CoGroupsInScope<R, K, T, S> and(KeyValueGroupedDataset<K, S> others) {
    return new CoGroupsInScope<>(scope, groups, others);
  }

  /** {@link KeyValueGroupedDataset#mapValues}. */
  public <U> KeyValueGroupedDataset<K, U> mapValues(
      ScopedFunction<R, T, U> function, Encoder<U> encoder) {
    return scope.mapValues(groups, function, encoder);
  }

  /** {@link KeyValueGroupedDataset#reduceGroups}. */
  public Dataset<Tuple2<K, T>> reduceGroups(ScopedReduction<R, T> reduction) {
    return scope.reduceGroups(groups, reduction);
  }
}
