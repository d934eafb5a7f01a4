package dev.p3.scope;

import java.io.Serializable;
import org.apache.spark.TaskContext;

/**
 * A scope as it goes along with a function.
 *
 * @param parts null when the scope's broadcasts are gone
 * @param allowed null while the scope is open; else the work that may still use it
 */
record SentScope<R extends Record>(ScopeParts<R> parts, RunningWork allowed)
    implements Serializable {

  /** Whether a task may use the values; null stands for code that runs on the driver. */
  boolean serves(TaskContext task) {
    return parts != null && (allowed == null || (task != null && allowed.includes(task)));
  }
}
