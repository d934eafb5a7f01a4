package dev.p3.patterns.serialize;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Java serialization through Spark's serializer, which forgets what it saw every 100 objects. */
final class JavaStream implements RecordStream {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Object();

  private final SerializerInstance serializer;

  JavaStream(RecordType ignored) {
    this.serializer = new JavaSerializer(SparkEnv.get().conf()).newInstance();
  }

  @Override
  public void write(Object[] records, OutputStream out) {
    try (SerializationStream stream = serializer.serializeStream(out)) {
      for (Object each : records) {
        stream.writeObject(each, ANY);
      }
    }
  }

  @Override
  public void read(byte[] bytes, Object[] into) {
    try (DeserializationStream stream =
        serializer.deserializeStream(new ByteArrayInputStream(bytes))) {
      for (int i = 0; i < into.length; i++) {
        into[i] = stream.readObject(ANY);
      }
    }
  }
}
