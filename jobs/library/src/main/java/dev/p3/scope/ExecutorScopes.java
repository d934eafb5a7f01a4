package dev.p3.scope;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The scopes that this process has received, each once.
 *
 * <p>The driver does not tell executors that a scope was closed, it takes the broadcasts away; so
 * one thread of an executor looks every second whether they are still here, for as long as there
 * are any scopes. Where driver and executor are one process, the driver says so itself.
 */
final class ExecutorScopes {
  private static final String DRIVER = "driver"; // the executor id that Spark gives the driver
  private static final long LOOK_EVERY_MILLIS = 1000;
  private static final Map<String, ScopeOnExecutor<?>> RECEIVED = new ConcurrentHashMap<>();
  private static Thread watch;

  static {
    // The end of the process closes what was built in it.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> RECEIVED.values().forEach(ScopeOnExecutor::closeValues), "p3-scopes-end"));
  }

  private ExecutorScopes() {}

  @SuppressWarnings("unchecked") // an id stands for one scope, so for one record type
  static <R extends Record> ScopeOnExecutor<R> of(ScopeParts<R> parts) {
    var known = (ScopeOnExecutor<R>) RECEIVED.get(parts.id());
    if (known != null) {
      return known;
    }
    var received =
        (ScopeOnExecutor<R>)
            RECEIVED.computeIfAbsent(parts.id(), id -> new ScopeOnExecutor<>(parts));
    startWatch();
    return received;
  }

  /** Looks for changes of a scope by a task, if it has used the scope. */
  static void verify(String id, TaskContext task) {
    ScopeOnExecutor<?> scope = RECEIVED.get(id);
    if (scope != null) {
      scope.verify(task);
    }
  }

  /** Forgets a scope, and closes what was built for it once no task uses it. */
  static void release(String id) {
    ScopeOnExecutor<?> scope = RECEIVED.remove(id);
    if (scope != null) {
      scope.release();
    }
  }

  private static synchronized void startWatch() {
    boolean onDriver = DRIVER.equals(SparkEnv.get().executorId());
    if (!onDriver && watch == null) {
      watch = new Thread(ExecutorScopes::watch, "p3-scopes");
      watch.setDaemon(true);
      watch.setContextClassLoader(null); // the thread may outlive the job that started it
      watch.start();
    }
  }

  private static void watch() {
    try {
      while (anyLeft()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
        RECEIVED.forEach(
            (id, scope) -> {
              if (scope.isTakenAway()) {
                release(id);
              }
            });
      }
    } catch (InterruptedException | RuntimeException e) {
      endWatch(); // the next scope starts another
    }
  }

  private static synchronized boolean anyLeft() {
    if (RECEIVED.isEmpty()) {
      endWatch();
      return false;
    }
    return true;
  }

  private static synchronized void endWatch() {
    watch = null;
  }
}
