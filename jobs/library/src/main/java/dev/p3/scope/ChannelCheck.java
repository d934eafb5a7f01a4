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
   * Does nothing when the values can be written. Cost: that of writing them once; when something
   * cannot be written, up to {@value #MOST_ATTEMPTS} attempts to find out what it is.
   *
   * @param scope how the message names the scope, such as {@code scope Lookups}
   * @throws IllegalArgumentException naming the path to everything that cannot be written
   */
  static void requireSerializable(Record values, SerializerInstance serializer, String scope) {
    var check = new ChannelCheck(serializer);
    check.look(values, values.getClass().getSimpleName());
    if (!check.faults.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot open %s: spark.serializer (%s) cannot write\n  %s"
              .formatted(
                  scope,
                  serializer.getClass().getSimpleName().replace("SerializerInstance", ""),
                  String.join("\n  ", check.faults)));
    }
  }

  /** Whether it, or something in it, cannot be written. */
  private boolean look(Object object, String path) {
    if (References.isShared(object) || !seen.add(object) || attempts++ > MOST_ATTEMPTS) {
      return false;
    }
    String problem = problem(object);
    if (problem == null) {
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
      faults.add("%s : %s (%s)".formatted(path, TypeNames.of(object.getClass()), problem));
    }
    return true;
  }

  /** What the serializer says against an object; null when it writes it. */
  private String problem(Object object) {
    try (var out = new Closing(serializer.serializeStream(OutputStream.nullOutputStream()))) {
      out.stream().writeObject(object, ClassTag$.MODULE$.apply(Object.class));
      return null;
    } catch (Exception | StackOverflowError e) { // Scala declares no exceptions
      String message = e.getMessage();
      return message == null
          ? e.getClass().getSimpleName()
          : message.lines().findFirst().orElse("");
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
