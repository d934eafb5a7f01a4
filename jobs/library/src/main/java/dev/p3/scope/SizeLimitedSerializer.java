package dev.p3.scope;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializationStream;
import scala.reflect.ClassTag$;

/** Writes a value by {@code spark.serializer} and stops once it takes more than a limit. */
final class SizeLimitedSerializer {
  private SizeLimitedSerializer() {}

  /** The value's bytes, or nothing when there are more than the limit. */
  static Optional<byte[]> serialize(Object value, long limit) {
    var bounded = new Bounded(limit);
    try (SerializationStream out =
        SparkEnv.get().serializer().newInstance().serializeStream(bounded)) {
      out.writeObject(value, ClassTag$.MODULE$.Object());
    } catch (RuntimeException e) {
      // Kryo wraps what a field's value threw, so the stream says whether it was the limit.
      if (!bounded.full) {
        throw e;
      }
    }
    return bounded.full ? Optional.empty() : Optional.of(bounded.bytes.toByteArray());
  }

  /** Not a fault: ends the writing of a large value. */
  private static final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitReached() {
      super(null, null, false, false);
    }
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long limit;
    private boolean full;

    Bounded(long limit) {
      this.limit = limit;
    }

    @Override
    public void write(int next) {
      write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      if (full) {
        return; // what the serializer still flushes while it closes
      }
      if (bytes.size() + (long) length > limit) {
        full = true;
        throw new LimitReached();
      }
      bytes.write(source, offset, length);
    }
  }
}
