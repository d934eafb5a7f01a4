package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.minlog.Log;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Receives what Kryo says when {@link Kryo#setWarnUnregisteredClasses} is on, once for each class
 * that a Kryo takes in unregistered. It is the only place where Kryo tells that of every class:
 * also of those that have no instance in the graph, as the element type of an empty array.
 */
final class UnregisteredWarnings extends Log.Logger {
  private static final Pattern MESSAGE =
      Pattern.compile("Class is not registered: (\\S+?)((?:\\[])*)\\s.*", Pattern.DOTALL);
  private static final String READ = "read from what another process wrote";

  private final Consumer<UnregisteredUse> uses;

  UnregisteredWarnings(Consumer<UnregisteredUse> uses) {
    this.uses = uses;
  }

  @Override
  public void log(int level, String category, String message, Throwable cause) {
    Matcher warning = MESSAGE.matcher(message == null ? "" : message + "\n");
    if (!warning.matches()) {
      super.log(level, category, message, cause);
      return;
    }
    boolean written = !isReading();
    Class<?> type = find(warning.group(1), warning.group(2).length() / 2);
    if (type == null) {
      uses.accept(UnregisteredUse.ofUnknown(warning.group(1) + warning.group(2), written));
    } else {
      uses.accept(
          UnregisteredUse.now(
              type, written ? ObjectPath.to(type, WrittenObjects.open()) : READ, written));
    }
  }

  /** Whether Kryo's innermost call on this thread reads. */
  private static boolean isReading() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().equals(Kryo.class.getName()))
                    .map(StackWalker.StackFrame::getMethodName)
                    .filter(method -> method.startsWith("read") || method.startsWith("write"))
                    .findFirst())
        .filter(method -> method.startsWith("read"))
        .isPresent();
  }

  /**
   * The class that Kryo calls by this name, or null when the thread's class loader does not find
   * it.
   */
  private static Class<?> find(String name, int dimensions) {
    Class<?> type = null;
    // Kryo leaves java.lang away.
    for (String candidate : new String[] {name, "java.lang." + name}) {
      try {
        type = Class.forName(candidate, false, Thread.currentThread().getContextClassLoader());
        break;
      } catch (ClassNotFoundException | LinkageError absent) {
        // The next, or none.
      }
    }
    for (int i = 0; type != null && i < dimensions; i++) {
      type = type.arrayType();
    }
    return type;
  }
}
