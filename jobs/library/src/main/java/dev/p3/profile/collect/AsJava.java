package dev.p3.profile.collect;

import java.util.List;
import java.util.Map;
import scala.collection.JavaConverters;

/** Scala's collections as Java's. */
@SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13, its successor is not
final class AsJava {
  private AsJava() {}

  static <T> List<T> list(scala.collection.Seq<T> values) {
    return JavaConverters.seqAsJavaList(values);
  }

  static <K, V> Map<K, V> map(scala.collection.Map<K, V> values) {
    return JavaConverters.mapAsJavaMap(values);
  }

  /** Null when there is none. */
  static <T> T orNull(scala.Option<T> value) {
    return value.isDefined() ? value.get() : null;
  }

  static long millis(scala.Option<Object> time) {
    return time.isDefined() ? ((Number) time.get()).longValue() : 0;
  }
}
