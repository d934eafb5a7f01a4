package dev.p3.scope;

import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process's value of a {@link PerExecutor}. Thread-safe. */
final class PerExecutorValue {
  private static final Logger LOG = LoggerFactory.getLogger(PerExecutorValue.class);

  private final String name;
  private volatile Object value;
  private PerExecutor<?> builder;
  private boolean closed;
  private long unreported;

  /**
   * @param name what messages call it: the component and its scope
   */
  PerExecutorValue(String name) {
    this.name = name;
  }

  Object value(PerExecutor<?> recipe) {
    Object known = value;
    return known == null ? build(recipe) : known;
  }

  private synchronized Object build(PerExecutor<?> recipe) {
    if (closed) {
      throw new ClosedScopeException(
          String.format(
              Locale.ROOT,
              "Cannot use %s: the scope is closed (use it before the scope closes)",
              name));
    }
    if (value == null) {
      value = built(recipe);
      builder = recipe;
      unreported++;
    }
    return value;
  }

  private Object built(PerExecutor<?> recipe) {
    try {
      Object built = recipe.build();
      if (built != null) {
        return built;
      }
    } catch (Exception e) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "Cannot build %s on %s: %s", name, process(), e), e);
    }
    throw new IllegalStateException(
        String.format(Locale.ROOT, "Cannot build %s on %s: its recipe gave null", name, process()));
  }

  /** How often a value was built since this was last asked. */
  synchronized long takeBuilds() {
    long builds = unreported;
    unreported = 0;
    return builds;
  }

  /** Closes the value if there is one, and refuses to build another. */
  synchronized void close() {
    closed = true;
    Object last = value;
    value = null;
    if (last != null) {
      try {
        builder.close(last);
      } catch (Exception | Error e) { // such as of a class whose jar is gone: others are closed yet
        LOG.warn("Cannot close {} on {}", name, process(), e);
      }
    }
  }

  private static String process() {
    SparkEnv env = SparkEnv.get();
    return env == null ? "this process" : "executor " + env.executorId();
  }
}
