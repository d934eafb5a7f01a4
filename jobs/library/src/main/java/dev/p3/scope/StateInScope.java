package dev.p3.scope;

import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * The operations on groups of an open scope that keep something for each key, for Scala, which
 * infers the type of what is kept when that is known before:
 *
 * <pre>{@code
 * scope.on(byOrigin).keeping(Encoders.scalaInt).mapGroupsWithState((lookups, origin, flights, state) => …, …)
 * }</pre>
 *
 * <p>Each operation is that of {@link Scope} with the same name. Immutable.
 *
 * @param <R> the scope's record
 * @param <K> the keys
 * @param <T> the rows
 * @param <S> what is kept for a key
 */
public final class StateInScope<R extends Record, K, T, S> {
  private final Scope<R> scope;
  private final KeyValueGroupedDataset<K, T> groups;
  private final Encoder<S> stateEncoder;

  StateInScope(Scope<R> scope, KeyValueGroupedDataset<K, T> groups, Encoder<S> stateEncoder) {
    this.scope = scope;
    this.groups = groups;
    this.stateEncoder = stateEncoder;
  }

  /** {@link KeyValueGroupedDataset#mapGroupsWithState}. */
  public <U> Dataset<U> mapGroupsWithState(
      ScopedStateFunction<R, K, T, S, U> function, Encoder<U> encoder, GroupStateTimeout timeout) {
    return scope.mapGroupsWithState(groups, function, stateEncoder, encoder, timeout);
  }

  /** {@link KeyValueGroupedDataset#flatMapGroupsWithState}. */
  public <U> Dataset<U> flatMapGroupsWithState(
      ScopedStateFunction<R, K, T, S, Iterator<U>> function,
      OutputMode mode,
      Encoder<U> encoder,
      GroupStateTimeout timeout) {
    return scope.flatMapGroupsWithState(groups, function, mode, stateEncoder, encoder, timeout);
  }

  /** {@link KeyValueGroupedDataset#flatMapGroupsWithState}, beginning with what was kept before. */
  public <U> Dataset<U> flatMapGroupsWithState(
      ScopedStateFunction<R, K, T, S, Iterator<U>> function,
      OutputMode mode,
      Encoder<U> encoder,
      GroupStateTimeout timeout,
      KeyValueGroupedDataset<K, S> initial) {
    return scope.flatMapGroupsWithState(
        groups, function, mode, stateEncoder, encoder, timeout, initial);
  }
}
