package dev.p3.scope;

import java.util.Iterator;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The operations on pairs of an open scope, for Scala, which infers no types of {@code
 * scope.map(pairs, …)}:
 *
 * <pre>{@code
 * scope.on(counts).mapValues((lookups, count) => count * lookups.value)
 * }</pre>
 *
 * <p>Each operation is that of {@link Scope} with the same name. Immutable.
 *
 * @param <R> the scope's record
 * @param <K> the keys
 * @param <V> the values
 */
public final class PairsInScope<R extends Record, K, V> {
  private final Scope<R> scope;
  private final JavaPairRDD<K, V> pairs;

  PairsInScope(Scope<R> scope, JavaPairRDD<K, V> pairs) {
    this.scope = scope;
    this.pairs = pairs;
  }

  /** {@link JavaPairRDD#map}. */
  public <U> JavaRDD<U> map(ScopedFunction<R, Tuple2<K, V>, U> function) {
    return scope.map(pairs, function);
  }

  /** {@link JavaPairRDD#filter}. */
  public JavaPairRDD<K, V> filter(ScopedFunction<R, Tuple2<K, V>, Boolean> function) {
    return scope.filter(pairs, function);
  }

  /** {@link JavaPairRDD#mapValues}. */
  public <U> JavaPairRDD<K, U> mapValues(ScopedFunction<R, V, U> function) {
    return scope.mapValues(pairs, function);
  }

  /** {@link JavaPairRDD#flatMapValues}. */
  public <U> JavaPairRDD<K, U> flatMapValues(ScopedFunction<R, V, Iterator<U>> function) {
    return scope.flatMapValues(pairs, function);
  }

  /** {@link JavaPairRDD#reduceByKey}. */
  public JavaPairRDD<K, V> reduceByKey(ScopedReduction<R, V> reduction) {
    return scope.reduceByKey(pairs, reduction);
  }
}
