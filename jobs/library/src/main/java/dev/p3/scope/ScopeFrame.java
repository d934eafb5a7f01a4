package dev.p3.scope;

import dev.p3.record.ComponentValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The components that travel together, as bytes: for each its kind, and its serialized form with
 * the length before it.
 */
final class ScopeFrame {
  /** Here, written by {@code spark.serializer}. */
  private static final int VALUE = 0;

  /** Here, written as Spark writes functions. */
  private static final int RECIPE = 1;

  /** In a broadcast of its own. */
  private static final int ELSEWHERE = 2;

  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Object();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  void addValue(byte[] serialized) {
    add(VALUE, serialized);
  }

  void addRecipe(byte[] serialized) {
    add(RECIPE, serialized);
  }

  void addElsewhere() {
    add(ELSEWHERE, new byte[0]);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private void add(int kind, byte[] serialized) {
    try {
      out.writeByte(kind);
      out.writeInt(serialized.length);
      out.write(serialized);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** The components' values; null for those that are elsewhere. */
  static Object[] read(byte[] frame, int components) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(frame));
    Object[] values = new Object[components];
    for (int i = 0; i < components; i++) {
      int kind = in.readByte();
      byte[] serialized = in.readNBytes(in.readInt());
      values[i] =
          switch (kind) {
            case VALUE -> ((ComponentValue) value(serialized)).value();
            case RECIPE -> recipe(serialized);
            default -> null;
          };
    }
    return values;
  }

  private static Object value(byte[] bytes) {
    return SparkEnv.get()
        .serializer()
        .newInstance()
        .deserializeStream(new ByteArrayInputStream(bytes))
        .readObject(ANY);
  }

  private static Object recipe(byte[] bytes) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .deserialize(ByteBuffer.wrap(bytes), Thread.currentThread().getContextClassLoader(), ANY);
  }
}
