package dev.p3.scope;

import dev.p3.record.ComponentValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.SparkEnv;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The components that travel together, as bytes: for each its kind, and its serialized form with
 * the length before it.
 */
final class ScopeFrame {
  /** How a component travels. */
  enum Kind {
    /** Here, written by {@code spark.serializer}. */
    VALUE,
    /** Here, written as Spark writes functions. */
    RECIPE,
    /** In a broadcast of its own. */
    ELSEWHERE
  }

  /** One component; no bytes for one that is elsewhere. */
  record Entry(Kind kind, byte[] bytes) {}

  private static final Kind[] KINDS = Kind.values();
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Object();

  private ScopeFrame() {}

  static byte[] write(List<Entry> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    for (Entry entry : entries) {
      out.writeByte(entry.kind().ordinal());
      out.writeInt(entry.bytes().length);
      out.write(entry.bytes());
    }
    return bytes.toByteArray();
  }

  /** The components' values; null for those that are elsewhere. */
  static Object[] read(byte[] frame, int components) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(frame));
    Object[] values = new Object[components];
    for (int i = 0; i < components; i++) {
      Kind kind = KINDS[in.readByte()];
      byte[] bytes = in.readNBytes(in.readInt());
      values[i] =
          switch (kind) {
            case VALUE -> ((ComponentValue) value(bytes)).value();
            case RECIPE -> recipe(bytes);
            case ELSEWHERE -> null;
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
