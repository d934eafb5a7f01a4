package dev.p3.scope;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag$;

/**
 * Finds what {@code spark.serializer} cannot write of a scope's values, which go through it and not
 * through Java serialization as functions do. For one use.
 */
final class ChannelCheck {
  private static final int MOST_FAULTS = 10;
  private static final int MOST_ATTEMPTS = 100_000;

  private final SerializerInstance serializer;
  private final List<String> faults = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int attempts;

  private ChannelCheck(SerializerInstance serializer) {
    this.serializer = serializer;
  }

  /**
   * The objects in a value that the serializer does not write.
   *
   * <p>Cost: what the value holds is written again piece by piece, {@value #MOST_ATTEMPTS} pieces
   * at most; meant for a value that could not be written.
   *
   * @param name the component that holds the value
   * @return for each the path to it and its class, {@value #MOST_FAULTS} at most; none when every
   *     piece can be written
   */
  static List<String> offenders(Object value, String name, SerializerInstance serializer) {
    var check = new ChannelCheck(serializer);
    check.look(value, name);
    return List.copyOf(check.faults);
  }

  /** Whether it, or something in it, cannot be written. */
  private boolean look(Object object, String path) {
    if (References.isShared(object) || !seen.add(object) || attempts++ > MOST_ATTEMPTS) {
      return false;
    }
    if (isWritten(object)) {
      return false;
    }
    boolean[] isWithin = {false};
    References.forEach(
        object,
        (step, child, travels) -> {
          isWithin[0] |= child != null && look(child, path + References.words(step));
          return faults.size() < MOST_FAULTS;
        });
    if (!isWithin[0]) {
      faults.add(path + " : " + TypeNames.of(object.getClass()));
    }
    return true;
  }

  private boolean isWritten(Object object) {
    try (var out = new Closing(serializer.serializeStream(OutputStream.nullOutputStream()))) {
      out.stream().writeObject(object, ClassTag$.MODULE$.apply(Object.class));
      return true;
    } catch (Exception | StackOverflowError e) { // Scala declares no exceptions
      return false;
    }
  }

  /** A stream whose end may fail as its middle may. */
  private record Closing(SerializationStream stream) implements AutoCloseable {
    @Override
    public void close() {
      stream.close();
    }
  }
}
