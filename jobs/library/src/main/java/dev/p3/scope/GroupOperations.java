package dev.p3.scope;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapGroupsWithStateFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import scala.Tuple2;

/** The operations of a {@link Scope} on groups of rows. */
abstract sealed class GroupOperations<R extends Record> permits Scope {
  static final String DATASET = "Dataset";

  /** Counts one more operation, which gives {@code made}. */
  abstract ScopeValues<R> use(String operation, String made);

  /**
   * Every function that is given to a scope passes here, before Spark sees it.
   *
   * @param rows what the function is to be applied to; null when that is not known yet
   */
  abstract <F extends Serializable> F checked(
      Object rows, ScopeValues<R> values, F function, BiFunction<ScopeUse, F, F> guard);

  /** The rows made by an operation, looked at for changes of the scope where that is asked for. */
  abstract <U> Dataset<U> watched(ScopeValues<R> values, Dataset<U> made, Encoder<U> encoder);

  /** {@link KeyValueGroupedDataset#mapGroups} with the scope's values as first argument. */
  public <K, T, U> Dataset<U> mapGroups(
      KeyValueGroupedDataset<K, T> groups,
      ScopedGroupFunction<R, K, T, U> function,
      Encoder<U> encoder) {
    ScopeValues<R> values = use("mapGroups", DATASET);
    ScopedGroupFunction<R, K, T, U> safe = checked(groups, values, function, InputGuard::group);
    return watched(
        values,
        groups.mapGroups(
            (MapGroupsFunction<K, T, U>) (key, rows) -> safe.call(values.record(), key, rows),
            encoder),
        encoder);
  }

  /** {@link KeyValueGroupedDataset#flatMapGroups} with the scope's values as first argument. */
  public <K, T, U> Dataset<U> flatMapGroups(
      KeyValueGroupedDataset<K, T> groups,
      ScopedGroupFunction<R, K, T, Iterator<U>> function,
      Encoder<U> encoder) {
    ScopeValues<R> values = use("flatMapGroups", DATASET);
    ScopedGroupFunction<R, K, T, Iterator<U>> safe =
        checked(groups, values, function, InputGuard::group);
    return watched(
        values,
        groups.flatMapGroups(
            (FlatMapGroupsFunction<K, T, U>) (key, rows) -> safe.call(values.record(), key, rows),
            encoder),
        encoder);
  }

  /**
   * {@link KeyValueGroupedDataset#flatMapSortedGroups} with the scope's values as first argument:
   * the rows of a key come in the order of these columns.
   */
  public <K, T, U> Dataset<U> flatMapSortedGroups(
      KeyValueGroupedDataset<K, T> groups,
      Column[] order,
      ScopedGroupFunction<R, K, T, Iterator<U>> function,
      Encoder<U> encoder) {
    ScopeValues<R> values = use("flatMapSortedGroups", DATASET);
    ScopedGroupFunction<R, K, T, Iterator<U>> safe =
        checked(groups, values, function, InputGuard::group);
    return watched(
        values,
        groups.flatMapSortedGroups(
            order,
            (FlatMapGroupsFunction<K, T, U>) (key, rows) -> safe.call(values.record(), key, rows),
            encoder),
        encoder);
  }

  /**
   * {@link KeyValueGroupedDataset#mapGroupsWithState} with the scope's values as first argument.
   *
   * @param stateEncoder of what is kept for a key
   */
  public <K, T, S, U> Dataset<U> mapGroupsWithState(
      KeyValueGroupedDataset<K, T> groups,
      ScopedStateFunction<R, K, T, S, U> function,
      Encoder<S> stateEncoder,
      Encoder<U> encoder,
      GroupStateTimeout timeout) {
    ScopeValues<R> values = use("mapGroupsWithState", DATASET);
    ScopedStateFunction<R, K, T, S, U> safe = checked(groups, values, function, InputGuard::state);
    return watched(
        values,
        groups.mapGroupsWithState(
            (MapGroupsWithStateFunction<K, T, S, U>)
                (key, rows, state) -> safe.call(values.record(), key, rows, state),
            stateEncoder,
            encoder,
            timeout),
        encoder);
  }

  /**
   * {@link KeyValueGroupedDataset#flatMapGroupsWithState} with the scope's values as first
   * argument.
   *
   * @param mode what the function gives: new rows, or rows that replace earlier ones
   * @param stateEncoder of what is kept for a key
   */
  public <K, T, S, U> Dataset<U> flatMapGroupsWithState(
      KeyValueGroupedDataset<K, T> groups,
      ScopedStateFunction<R, K, T, S, Iterator<U>> function,
      OutputMode mode,
      Encoder<S> stateEncoder,
      Encoder<U> encoder,
      GroupStateTimeout timeout) {
    return withState(
        groups,
        function,
        encoder,
        safe -> groups.flatMapGroupsWithState(safe, mode, stateEncoder, encoder, timeout));
  }

  /**
   * As {@link #flatMapGroupsWithState(KeyValueGroupedDataset, ScopedStateFunction, OutputMode,
   * Encoder, Encoder, GroupStateTimeout)}, beginning with what was kept before.
   *
   * @param initial what is kept for each key at the beginning
   */
  public <K, T, S, U> Dataset<U> flatMapGroupsWithState(
      KeyValueGroupedDataset<K, T> groups,
      ScopedStateFunction<R, K, T, S, Iterator<U>> function,
      OutputMode mode,
      Encoder<S> stateEncoder,
      Encoder<U> encoder,
      GroupStateTimeout timeout,
      KeyValueGroupedDataset<K, S> initial) {
    return withState(
        groups,
        function,
        encoder,
        safe -> groups.flatMapGroupsWithState(safe, mode, stateEncoder, encoder, timeout, initial));
  }

  private <K, T, S, U> Dataset<U> withState(
      KeyValueGroupedDataset<K, T> groups,
      ScopedStateFunction<R, K, T, S, Iterator<U>> function,
      Encoder<U> encoder,
      Function<FlatMapGroupsWithStateFunction<K, T, S, U>, Dataset<U>> apply) {
    ScopeValues<R> values = use("flatMapGroupsWithState", DATASET);
    ScopedStateFunction<R, K, T, S, Iterator<U>> safe =
        checked(groups, values, function, InputGuard::state);
    return watched(
        values,
        apply.apply((key, rows, state) -> safe.call(values.record(), key, rows, state)),
        encoder);
  }

  /** {@link KeyValueGroupedDataset#cogroup} with the scope's values as first argument. */
  public <K, T, S, U> Dataset<U> cogroup(
      KeyValueGroupedDataset<K, T> left,
      KeyValueGroupedDataset<K, S> right,
      ScopedCoGroupFunction<R, K, T, S, U> function,
      Encoder<U> encoder) {
    ScopeValues<R> values = use("cogroup", DATASET);
    ScopedCoGroupFunction<R, K, T, S, U> safe =
        checked(left, values, function, InputGuard::coGroup);
    return watched(
        values,
        left.cogroup(
            right,
            (CoGroupFunction<K, T, S, U>)
                (key, ofLeft, ofRight) -> safe.call(values.record(), key, ofLeft, ofRight),
            encoder),
        encoder);
  }

  /** {@link KeyValueGroupedDataset#reduceGroups} with the scope's values as first argument. */
  public <K, T> Dataset<Tuple2<K, T>> reduceGroups(
      KeyValueGroupedDataset<K, T> groups, ScopedReduction<R, T> reduction) {
    ScopeValues<R> values = use("reduceGroups", DATASET);
    ScopedReduction<R, T> safe = checked(groups, values, reduction, InputGuard::reduction);
    Dataset<Tuple2<K, T>> reduced =
        groups.reduceGroups(
            (ReduceFunction<T>) (left, right) -> safe.call(values.record(), left, right));
    return watched(values, reduced, reduced.encoder());
  }

  /** {@link KeyValueGroupedDataset#mapValues} with the scope's values as first argument. */
  public <K, T, U> KeyValueGroupedDataset<K, U> mapValues(
      KeyValueGroupedDataset<K, T> groups, ScopedFunction<R, T, U> function, Encoder<U> encoder) {
    ScopeValues<R> values = use("mapValues", "groups");
    ScopedFunction<R, T, U> safe = checked(groups, values, function, InputGuard::function);
    return groups.mapValues((MapFunction<T, U>) row -> safe.call(values.record(), row), encoder);
  }
}
