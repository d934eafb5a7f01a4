package dev.p3.table;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scala.collection.JavaConverters;

/**
 * Views of what Spark gives as collections of Scala. JavaConverters is in Scala 2.12 and 2.13, and
 * its successor is not.
 */
@SuppressWarnings("deprecation")
public final class ScalaCollections {
  private ScalaCollections() {}

  public static <T> List<T> asJava(scala.collection.Seq<T> values) {
    return JavaConverters.seqAsJavaList(values);
  }

  public static <T> Set<T> asJava(scala.collection.Set<T> values) {
    return JavaConverters.setAsJavaSet(values);
  }

  public static <K, V> Map<K, V> asJava(scala.collection.Map<K, V> values) {
    return JavaConverters.mapAsJavaMap(values);
  }

  public static <T> Iterable<T> iterable(scala.collection.Iterable<T> values) {
    return JavaConverters.asJavaIterable(values);
  }

  public static <T> Iterator<T> asJava(scala.collection.Iterator<T> values) {
    return JavaConverters.asJavaIterator(values);
  }

  /** A copy. */
  public static <T> scala.collection.immutable.List<T> asScala(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toList();
  }
}
