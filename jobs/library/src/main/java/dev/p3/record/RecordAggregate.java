package dev.p3.record;

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
    byte[] sent = written(zero);
    List<U> partials =
        elements
            .mapPartitions(
                part -> {
                  U sum = read(sent);
                  while (part.hasNext()) {
                    sum = add.call(sum, part.next());
                  }
                  return List.of(sum).iterator();
                })
            .collect();
    U result = read(sent);
    for (U partial : partials) {
      result = combine.call(result, partial);
    }
    return result;
  }

  private static byte[] written(Object zero) {
    ByteBuffer buffer =
        SparkEnv.get().serializer().newInstance().serialize(zero, Catalyst.classTag(Object.class));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static <U> U read(byte[] zero) {
    return SparkEnv.get()
        .serializer()
        .newInstance()
        .deserialize(ByteBuffer.wrap(zero), Catalyst.classTag(Object.class));
  }
}
