package dev.p3.scope;

import dev.p3.record.ConnectSession;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import scala.Tuple2;

/**
 * The values that parallel functions may use, sent once and handed to each function as its first
 * argument.
 *
 * <p>The values are a record, so every name has a type. They travel by {@code spark.serializer}:
 * components that serialize to at most {@code spark.p3.scope.inline-bytes} (64k) together, each
 * other one in a broadcast of its own. The record's class must be listed by a {@link
 * dev.p3.record.RecordModule} when Kryo requires registration. Every executor process makes the
 * record once, by its canonical constructor. What each process needs to build for itself is a
 * component of type {@link PerExecutor}.
 *
 * <p>Spark is lazy: run the action before the scope is closed. An action that comes later, and
 * needs the scope, fails with a {@link ClosedScopeException} among its causes, which says what
 * needs it. Jobs that run when the scope is closed get the right result. A scope belongs to the
 * driver; it may be used and closed from several threads.
 *
 * <p>A function that captures more than small immutable values is refused with a {@link
 * CaptureException} before anything is submitted, as {@link CaptureLimits} says: what it needs
 * belongs into the record.
 *
 * <p>Cost: driver memory for the serialized form (in local mode, for the values as well); the
 * values once per executor. Handing them to a function costs a field access for each row.
 *
 * @param <R> the record of values
 */
public final class Scope<R extends Record> extends GroupOperations<R> implements AutoCloseable {
  private static final String RDD = "RDD";
  private static final String NOTHING = "result";

  private final ScopeLedger ledger;
  private final ScopeLifetime<R> lifetime;
  private final CaptureLimits limits;

  private Scope(ScopeLedger ledger, ScopeLifetime<R> lifetime, CaptureLimits limits) {
    this.ledger = ledger;
    this.lifetime = lifetime;
    this.limits = limits;
  }

  /**
   * Sends the values.
   *
   * @param spark the session whose executors receive them
   * @param values the record; neither it nor a component is null, and it has at least one
   * @return an open scope, to be closed after the last action that uses it
   * @throws IllegalArgumentException naming every component that is null or cannot be serialized;
   *     or the largest ones when all together exceed {@code spark.p3.scope.max-bytes} (8g); nothing
   *     stays behind
   */
  public static <R extends Record> Scope<R> open(SparkSession spark, R values) {
    Components.requireValues(values);
    SparkContext context = ConnectSession.context(spark, "open a scope");
    if (context.isStopped()) {
      throw new IllegalStateException("Cannot open a scope: the Spark session is stopped");
    }
    CaptureLimits limits = CaptureLimits.of(spark);
    CallSite site = CallSite.ofCaller();
    var packer = new ScopePacker<R>(context, ScopeSettings.of(spark), values.getClass(), site);
    var lifetime = new ScopeLifetime<>(packer.pack(values), site, packer.bytes(), packer.memory());
    ScopeLedger ledger = ScopeLedger.of(context);
    ledger.add(lifetime);
    return new Scope<>(ledger, lifetime, limits);
  }

  /** The scopes that are open in the session's application now, the first opened first. */
  public static List<OpenScope> ledger(SparkSession spark) {
    SparkContext context = ConnectSession.context(spark, "list open scopes");
    return context.isStopped() ? List.of() : ScopeLedger.of(context).lines();
  }

  /** The scope's operations on a Dataset, in the form whose types Scala infers. */
  public <T> RowsInScope<R, T> on(Dataset<T> rows) {
    return new RowsInScope<>(this, rows);
  }

  /** The scope's operations on groups, in the form whose types Scala infers. */
  public <K, T> GroupsInScope<R, K, T> on(KeyValueGroupedDataset<K, T> groups) {
    return new GroupsInScope<>(this, groups);
  }

  /** The scope's operations on an RDD, in the form whose types Scala infers. */
  public <T> RddInScope<R, T> on(JavaRDD<T> elements) {
    return new RddInScope<>(this, elements);
  }

  /** The scope's operations on pairs, in the form whose types Scala infers. */
  public <K, V> PairsInScope<R, K, V> on(JavaPairRDD<K, V> pairs) {
    return new PairsInScope<>(this, pairs);
  }

  /**
   * The scope's functions of a column, in the form whose types Scala infers.
   *
   * @param type of the values, such as {@code classOf[Int]}; null may be among them where it is no
   *     primitive
   */
  public <T> ColumnInScope<R, T> on(Class<T> type) {
    return new ColumnInScope<>(this);
  }

  /** {@link Dataset#map} with the scope's values as first argument. */
  public <T, U> Dataset<U> map(
      Dataset<T> rows, ScopedFunction<R, T, U> function, Encoder<U> encoder) {
    ScopeValues<R> values = use("map", DATASET);
    ScopedFunction<R, T, U> safe = checked(rows, values, function, InputGuard::function);
    return watched(
        values,
        rows.map((MapFunction<T, U>) row -> safe.call(values.record(), row), encoder),
        encoder);
  }

  /** {@link Dataset#flatMap} with the scope's values as first argument. */
  public <T, U> Dataset<U> flatMap(
      Dataset<T> rows, ScopedFunction<R, T, Iterator<U>> function, Encoder<U> encoder) {
    ScopeValues<R> values = use("flatMap", DATASET);
    ScopedFunction<R, T, Iterator<U>> safe = checked(rows, values, function, InputGuard::function);
    return watched(
        values,
        rows.flatMap((FlatMapFunction<T, U>) row -> safe.call(values.record(), row), encoder),
        encoder);
  }

  /** {@link Dataset#filter} with the scope's values as first argument. */
  public <T> Dataset<T> filter(Dataset<T> rows, ScopedFunction<R, T, Boolean> function) {
    ScopeValues<R> values = use("filter", DATASET);
    ScopedFunction<R, T, Boolean> safe = checked(rows, values, function, InputGuard::function);
    return watched(
        values,
        rows.filter((FilterFunction<T>) row -> safe.call(values.record(), row)),
        rows.encoder());
  }

  /** {@link Dataset#mapPartitions} with the scope's values as first argument. */
  public <T, U> Dataset<U> mapPartitions(
      Dataset<T> rows, ScopedFunction<R, Iterator<T>, Iterator<U>> function, Encoder<U> encoder) {
    ScopeValues<R> values = use("mapPartitions", DATASET);
    ScopedFunction<R, Iterator<T>, Iterator<U>> safe =
        checked(rows, values, function, InputGuard::rows);
    return watched(
        values,
        rows.mapPartitions(
            (MapPartitionsFunction<T, U>) part -> safe.call(values.record(), part), encoder),
        encoder);
  }

  /** {@link Dataset#foreach} with the scope's values as first argument: an action. */
  public <T> void foreach(Dataset<T> rows, ScopedAction<R, T> action) {
    ScopeValues<R> values = use("foreach", NOTHING);
    ScopedAction<R, T> safe = checked(rows, values, action, InputGuard::action);
    rows.foreachPartition((ForeachPartitionFunction<T>) part -> values.forEach(part, safe));
  }

  /** {@link Dataset#foreachPartition} with the scope's values as first argument: an action. */
  public <T> void foreachPartition(Dataset<T> rows, ScopedAction<R, Iterator<T>> action) {
    ScopeValues<R> values = use("foreachPartition", NOTHING);
    ScopedAction<R, Iterator<T>> safe = checked(rows, values, action, InputGuard::rowsAction);
    rows.foreachPartition((ForeachPartitionFunction<T>) part -> values.once(part, safe));
  }

  /**
   * A column function with the scope's values as first argument. Rows stay in Spark's own format:
   * only the argument column and the result are converted.
   *
   * <p>It is evaluated once per row: Spark neither repeats it nor moves it through a filter.
   */
  public <T, U> UserDefinedFunction udf(ScopedFunction<R, T, U> function, DataType result) {
    return functions.udf(bound(use("udf", "column"), function), result).asNondeterministic();
  }

  /**
   * A function with the scope's values as first argument, for what calls functions itself, such as
   * an expression of Catalyst.
   */
  public <T, U> UDF1<T, U> function(ScopedFunction<R, T, U> function) {
    return bound(use("function", "expression"), function);
  }

  private <T, U> UDF1<T, U> bound(ScopeValues<R> values, ScopedFunction<R, T, U> function) {
    ScopedFunction<R, T, U> safe = checked(null, values, function, InputGuard::function);
    return value -> safe.call(values.record(), value);
  }

  /** As {@link #udf(ScopedFunction, DataType)}, of two columns. */
  public <A, B, U> UserDefinedFunction udf(ScopedBiFunction<R, A, B, U> function, DataType result) {
    ScopeValues<R> values = use("udf", "column");
    ScopedBiFunction<R, A, B, U> safe = checked(null, values, function, InputGuard::biFunction);
    return functions
        .udf((UDF2<A, B, U>) (first, second) -> safe.call(values.record(), first, second), result)
        .asNondeterministic();
  }

  /** {@link JavaRDD#map} with the scope's values as first argument. */
  public <T, U> JavaRDD<U> map(JavaRDD<T> elements, ScopedFunction<R, T, U> function) {
    ScopeValues<R> values = use("map", RDD);
    ScopedFunction<R, T, U> safe = checked(elements, values, function, InputGuard::function);
    return watched(values, elements.map(element -> safe.call(values.record(), element)));
  }

  /** {@link JavaRDD#flatMap} with the scope's values as first argument. */
  public <T, U> JavaRDD<U> flatMap(
      JavaRDD<T> elements, ScopedFunction<R, T, Iterator<U>> function) {
    ScopeValues<R> values = use("flatMap", RDD);
    ScopedFunction<R, T, Iterator<U>> safe =
        checked(elements, values, function, InputGuard::function);
    return watched(values, elements.flatMap(element -> safe.call(values.record(), element)));
  }

  /** {@link JavaRDD#filter} with the scope's values as first argument. */
  public <T> JavaRDD<T> filter(JavaRDD<T> elements, ScopedFunction<R, T, Boolean> function) {
    ScopeValues<R> values = use("filter", RDD);
    ScopedFunction<R, T, Boolean> safe = checked(elements, values, function, InputGuard::function);
    return watched(values, elements.filter(element -> safe.call(values.record(), element)));
  }

  /** {@link JavaRDD#mapPartitions} with the scope's values as first argument. */
  public <T, U> JavaRDD<U> mapPartitions(
      JavaRDD<T> elements, ScopedFunction<R, Iterator<T>, Iterator<U>> function) {
    ScopeValues<R> values = use("mapPartitions", RDD);
    ScopedFunction<R, Iterator<T>, Iterator<U>> safe =
        checked(elements, values, function, InputGuard::rows);
    return watched(values, elements.mapPartitions(part -> safe.call(values.record(), part)));
  }

  /** {@link JavaRDD#mapToPair} with the scope's values as first argument. */
  public <T, K, V> JavaPairRDD<K, V> mapToPair(
      JavaRDD<T> elements, ScopedFunction<R, T, Tuple2<K, V>> function) {
    ScopeValues<R> values = use("mapToPair", RDD);
    ScopedFunction<R, T, Tuple2<K, V>> safe =
        checked(elements, values, function, InputGuard::function);
    return watchedPairs(values, elements.mapToPair(element -> safe.call(values.record(), element)));
  }

  /** {@link JavaRDD#foreach} with the scope's values as first argument: an action. */
  public <T> void foreach(JavaRDD<T> elements, ScopedAction<R, T> action) {
    ScopeValues<R> values = use("foreach", NOTHING);
    ScopedAction<R, T> safe = checked(elements, values, action, InputGuard::action);
    elements.foreachPartition(part -> values.forEach(part, safe));
  }

  /** {@link JavaRDD#foreachPartition} with the scope's values as first argument: an action. */
  public <T> void foreachPartition(JavaRDD<T> elements, ScopedAction<R, Iterator<T>> action) {
    ScopeValues<R> values = use("foreachPartition", NOTHING);
    ScopedAction<R, Iterator<T>> safe = checked(elements, values, action, InputGuard::rowsAction);
    elements.foreachPartition(part -> values.once(part, safe));
  }

  /** {@link JavaPairRDD#map} with the scope's values as first argument. */
  public <K, V, U> JavaRDD<U> map(
      JavaPairRDD<K, V> pairs, ScopedFunction<R, Tuple2<K, V>, U> function) {
    ScopeValues<R> values = use("map", RDD);
    ScopedFunction<R, Tuple2<K, V>, U> safe =
        checked(pairs, values, function, InputGuard::function);
    return watched(values, pairs.map(pair -> safe.call(values.record(), pair)));
  }

  /** {@link JavaPairRDD#filter} with the scope's values as first argument. */
  public <K, V> JavaPairRDD<K, V> filter(
      JavaPairRDD<K, V> pairs, ScopedFunction<R, Tuple2<K, V>, Boolean> function) {
    ScopeValues<R> values = use("filter", RDD);
    ScopedFunction<R, Tuple2<K, V>, Boolean> safe =
        checked(pairs, values, function, InputGuard::function);
    return watchedPairs(values, pairs.filter(pair -> safe.call(values.record(), pair)));
  }

  /** {@link JavaPairRDD#mapValues} with the scope's values as first argument. */
  public <K, V, U> JavaPairRDD<K, U> mapValues(
      JavaPairRDD<K, V> pairs, ScopedFunction<R, V, U> function) {
    ScopeValues<R> values = use("mapValues", RDD);
    ScopedFunction<R, V, U> safe = checked(pairs, values, function, InputGuard::function);
    return watchedPairs(values, pairs.mapValues(value -> safe.call(values.record(), value)));
  }

  /** {@link JavaPairRDD#flatMapValues} with the scope's values as first argument. */
  public <K, V, U> JavaPairRDD<K, U> flatMapValues(
      JavaPairRDD<K, V> pairs, ScopedFunction<R, V, Iterator<U>> function) {
    ScopeValues<R> values = use("flatMapValues", RDD);
    ScopedFunction<R, V, Iterator<U>> safe = checked(pairs, values, function, InputGuard::function);
    return watchedPairs(values, pairs.flatMapValues(value -> safe.call(values.record(), value)));
  }

  /** {@link JavaPairRDD#reduceByKey} with the scope's values as first argument. */
  public <K, V> JavaPairRDD<K, V> reduceByKey(
      JavaPairRDD<K, V> pairs, ScopedReduction<R, V> reduction) {
    ScopeValues<R> values = use("reduceByKey", RDD);
    ScopedReduction<R, V> safe = checked(pairs, values, reduction, InputGuard::reduction);
    return watchedPairs(
        values, pairs.reduceByKey((left, right) -> safe.call(values.record(), left, right)));
  }

  /**
   * How many values the {@link PerExecutor} component has built on all executors, counted by tasks
   * that succeeded; executors that were lost are counted too.
   *
   * @throws IllegalArgumentException when the record has no such component
   */
  public long builds(String component) {
    return lifetime.builds(component);
  }

  /**
   * Refuses new uses at once, and gives the memory of the values back, on the driver and on every
   * executor: at once, or, when Spark jobs or SQL executions run, as soon as these have ended. A
   * second call does nothing.
   */
  @Override
  public void close() {
    ledger.close(lifetime);
  }

  @Override
  public String toString() {
    return lifetime.toString();
  }

  @Override
  ScopeValues<R> use(String operation, String made) {
    return lifetime.use(operation, made, CallSite.ofCaller());
  }

  @Override
  <F extends Serializable> F checked(
      Object rows, ScopeValues<R> values, F function, BiFunction<ScopeUse, F, F> guard) {
    ScopeUse use = values.use();
    F own = CellFunctions.freed(function);
    CaptureCheck.beforeSubmit(limits, lifetime.record(), use, own, rows);
    return lifetime.checksMutation() ? guard.apply(use, own) : own;
  }

  @Override
  <U> Dataset<U> watched(ScopeValues<R> values, Dataset<U> made, Encoder<U> encoder) {
    return lifetime.checksMutation()
        ? made.mapPartitions(
            (MapPartitionsFunction<U, U>) part -> new WatchedRows<>(part, values), encoder)
        : made;
  }

  private <U> JavaRDD<U> watched(ScopeValues<R> values, JavaRDD<U> made) {
    return lifetime.checksMutation()
        ? made.mapPartitions(part -> new WatchedRows<>(part, values), true)
        : made;
  }

  private <K, V> JavaPairRDD<K, V> watchedPairs(ScopeValues<R> values, JavaPairRDD<K, V> made) {
    return lifetime.checksMutation()
        ? made.mapPartitionsToPair(part -> new WatchedRows<>(part, values), true)
        : made;
  }
}
