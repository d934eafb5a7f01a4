package dev.p3.scope;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Java serialization, which Spark uses for every function, makes of an object: of {@link
 * ObjectGraph#MOST_OBJECTS} objects and {@link #MOST_BYTES} bytes at most.
 *
 * @param size how much it writes; what cannot be serialized left out
 * @param offenders for each class that is not serializable, the first such object
 * @param failure what else went wrong; an exception of the object's own, or a graph too deep
 */
record SerializedSize(Size size, Map<Class<?>, Offender> offenders, Optional<Throwable> failure) {
  private static final long MOST_BYTES = 1L << 30;

  /**
   * @param first the first object of its class
   * @param more how many more there are
   */
  record Offender(Object first, long more) {}

  static SerializedSize of(Object object) {
    return without(List.of(), object);
  }

  /**
   * @param leftOut objects that are written as null, by identity
   */
  static SerializedSize without(List<Object> leftOut, Object object) {
    var counter = new Counter();
    var offenders = new LinkedHashMap<Class<?>, Offender>();
    Throwable failure = null;
    boolean isCut = false;
    try (var out = new LenientStream(counter, leftOut, offenders)) {
      out.writeObject(object);
    } catch (Stopped e) {
      isCut = true;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      failure = e;
    }
    return new SerializedSize(
        new Size(counter.bytes, isCut || failure != null), offenders, Optional.ofNullable(failure));
  }

  boolean isSerializable() {
    return offenders.isEmpty() && failure.isEmpty();
  }

  /** Enough was seen. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int oneByte) {
      bytes++;
    }

    @Override
    public void write(byte[] block, int from, int length) throws IOException {
      bytes += length;
      if (bytes > MOST_BYTES) {
        throw new Stopped();
      }
    }
  }

  /** Leaves out what it cannot write and goes on, so that all such objects are found at once. */
  private static final class LenientStream extends ObjectOutputStream {
    private final List<Object> leftOut;
    private final Map<Class<?>, Offender> offenders;
    private int objects;

    LenientStream(OutputStream out, List<Object> leftOut, Map<Class<?>, Offender> offenders)
        throws IOException {
      super(out);
      this.leftOut = leftOut;
      this.offenders = offenders;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) throws IOException {
      if (++objects > ObjectGraph.MOST_OBJECTS) {
        throw new Stopped();
      }
      if (object instanceof Serializable) {
        return isLeftOut(object) ? null : object;
      }
      offenders.merge(
          object.getClass(),
          new Offender(object, 0),
          (known, another) -> new Offender(known.first(), known.more() + 1));
      return null;
    }

    private boolean isLeftOut(Object object) {
      for (Object each : leftOut) {
        if (each == object) {
          return true;
        }
      }
      return false;
    }
  }
}
