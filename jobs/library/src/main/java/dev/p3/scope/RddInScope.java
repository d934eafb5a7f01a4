package dev.p3.scope;

import java.util.Iterator;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The operations on an RDD of an open scope, for Scala, which infers no types of {@code
 * scope.map(elements, …)}:
 *
 * <pre>{@code
 * scope.on(codes.toJavaRDD).map((lookups, code) => lookups.value.get(code))
 * }</pre>
 *
 * <p>Each operation is that of {@link Scope} with the same name. Immutable.
 *
 * @param <R> the scope's record
 * @param <T> the elements
 */
public final class RddInScope<R extends Record, T> {
  private final Scope<R> scope;
  private final JavaRDD<T> elements;

  RddInScope(Scope<R> scope, JavaRDD<T> elements) {
    this.scope = scope;
    this.elements = elements;
  }

  /** {@link JavaRDD#map}. */
  public <U> JavaRDD<U> map(ScopedFunction<R, T, U> function) {
    return scope.map(elements, function);
  }

  /** {@link JavaRDD#flatMap}. */
  public <U> JavaRDD<U> flatMap(ScopedFunction<R, T, Iterator<U>> function) {
    return scope.flatMap(elements, function);
  }

  /** {@link JavaRDD#filter}. */
  public JavaRDD<T> filter(ScopedFunction<R, T, Boolean> function) {
    return scope.filter(elements, function);
  }

  /** {@link JavaRDD#mapPartitions}. */
  public <U> JavaRDD<U> mapPartitions(ScopedFunction<R, Iterator<T>, Iterator<U>> function) {
    return scope.mapPartitions(elements, function);
  }

  /** {@link JavaRDD#mapToPair}. */
  public <K, V> JavaPairRDD<K, V> mapToPair(ScopedFunction<R, T, Tuple2<K, V>> function) {
    return scope.mapToPair(elements, function);
  }

  /** {@link JavaRDD#foreach}: an action. */
  public void foreach(ScopedAction<R, T> action) {
    scope.foreach(elements, action);
  }

  /** {@link JavaRDD#foreachPartition}: an action. */
  public void foreachPartition(ScopedAction<R, Iterator<T>> action) {
    scope.foreachPartition(elements, action);
  }
}
