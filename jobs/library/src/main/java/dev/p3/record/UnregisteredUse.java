package dev.p3.record;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.TaskContext;

/**
 * Where a process first met an unregistered class; what executors tell the driver.
 *
 * @param stage the task's stage, or {@link #DRIVER}
 * @param detail more about where, or empty
 * @param written whether it was written here, rather than read from what another process wrote
 */
record UnregisteredUse(
    String name,
    String kind,
    String reachedBy,
    String listing,
    int stage,
    String detail,
    boolean written)
    implements Serializable {
  static final int DRIVER = -1;

  /** Spark serializes a task's result when its TaskContext is gone; the thread keeps its name. */
  private static final Pattern TASK_THREAD = Pattern.compile(".* in stage (\\d+)\\..*");

  private static final String BROADCAST = "org.apache.spark.broadcast.TorrentBroadcast";

  /** A class met now, on this thread. */
  static UnregisteredUse now(Class<?> type, String reachedBy, boolean written) {
    return at(type.getTypeName(), kind(type), reachedBy, listing(type), written);
  }

  /** A class met now that the thread's class loader does not find. */
  static UnregisteredUse ofUnknown(String name, boolean written) {
    return at(name, "class", name, "", written);
  }

  private static UnregisteredUse at(
      String name, String kind, String reachedBy, String listing, boolean written) {
    TaskContext task = TaskContext.get();
    Matcher thread = TASK_THREAD.matcher(Thread.currentThread().getName());
    if (task != null) {
      return new UnregisteredUse(name, kind, reachedBy, listing, task.stageId(), "", written);
    }
    if (thread.matches()) {
      int stage = Integer.parseInt(thread.group(1));
      return new UnregisteredUse(name, kind, reachedBy, listing, stage, "task result", written);
    }
    boolean broadcast =
        StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(BROADCAST)));
    String detail = broadcast ? "broadcast" : "";
    return new UnregisteredUse(name, kind, reachedBy, listing, DRIVER, detail, written);
  }

  private static String kind(Class<?> type) {
    if (type.isArray()) {
      return "array";
    }
    if (type.isRecord()) {
      return "record";
    }
    return type.isEnum() ? "enum" : "class";
  }

  /** By name where the compiler finds it from any package, else by a look-up while it runs. */
  private static String listing(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return isVisibleEverywhere(element)
        ? type.getCanonicalName() + ".class"
        : String.format(Locale.ROOT, "named(\"%s\")", type.getName());
  }

  private static boolean isVisibleEverywhere(Class<?> type) {
    if (type.isPrimitive()) {
      return true;
    }
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if (!Modifier.isPublic(outer.getModifiers())) {
        return false;
      }
    }
    return type.getCanonicalName() != null
        && !type.getPackageName().isEmpty() // a class of the unnamed package cannot be imported
        && type.getModule().isExported(type.getPackageName());
  }
}
