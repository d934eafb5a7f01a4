package dev.p3.udfs;

import dev.p3.table.ScalaCollections;
import java.util.List;
import java.util.function.Function;
import scala.Function1;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/** Between Java and the Scala that Spark speaks; compiles on every Spark line. */
final class Scala {
  private Scala() {}

  /** A list that is a Seq of Scala 2.12 and of 2.13 alike. */
  static <T> scala.collection.immutable.List<T> list(List<? extends T> elements) {
    return ScalaCollections.asScala(List.<T>copyOf(elements));
  }

  static <T> List<T> java(Seq<T> elements) {
    return List.copyOf(ScalaCollections.asJava(elements));
  }

  /**
   * A function of what Spark hands over as a Seq.
   *
   * @param <S> that Seq: it differs between Scala 2.12 and 2.13
   */
  static <S, T, R> Function1<S, R> ofSeq(Function<List<T>, R> function) {
    return new AbstractFunction1<>() {
      @Override
      @SuppressWarnings("unchecked") // either kind is a scala.collection.Seq
      public R apply(S elements) {
        return function.apply(java((Seq<T>) elements));
      }
    };
  }

  /** Throws what Scala throws without a declaration, such as AnalysisException. */
  @SuppressWarnings("unchecked") // the cast to E is none at run time
  static <E extends Throwable> RuntimeException raise(Throwable failure) throws E {
    throw (E) failure;
  }
}
