package dev.p3.record;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;

/** Spark's own aggregate with a zero that travels by {@code spark.serializer}. */
final class RecordAggregate {
  private RecordAggregate() {}

  static <T, U> U of(
      JavaRDD<T> elements, U zero, Function2<U, T, U> add, Function2<U, U, U> combine)
      throws Exception {
    Sent<U> sent = written(zero);
    List<U> partials =
        elements
            .mapPartitions(
                part -> {
                  U sum = sent.value();
                  while (part.hasNext()) {
                    sum = add.call(sum, part.next());
                  }
                  return List.of(sum).iterator();
                })
            .collect();
    U result = sent.value();
    for (U partial : partials) {
      result = combine.call(result, partial);
    }
    return result;
  }

  private static <U> Sent<U> written(U zero) {
    ByteBuffer buffer =
        SparkEnv.get().serializer().newInstance().serialize(zero, Catalyst.classTag(Object.class));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new Sent<>(bytes);
  }

  /** A value as {@code spark.serializer} writes it; each call gives another copy. */
  private record Sent<U>(byte[] bytes) implements Serializable {
    U value() {
      return SparkEnv.get()
          .serializer()
          .newInstance()
          .deserialize(ByteBuffer.wrap(bytes), Catalyst.classTag(Object.class));
    }
  }
}
