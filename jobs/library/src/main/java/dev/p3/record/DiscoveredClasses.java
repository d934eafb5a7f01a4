package dev.p3.record;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.minlog.Log;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unregistered classes that a process met: on the driver those of all executors too, which each
 * tell it a class as soon as they meet one. Thread-safe.
 */
final class DiscoveredClasses {
  private static final Logger LOG = LoggerFactory.getLogger(KryoDiscovery.class);
  private static final String NAME = "p3-kryo-discovery";
  private static final Map<SparkEnv, DiscoveredClasses> OF_PROCESS = new WeakHashMap<>();

  private final Map<String, UnregisteredUse> byName = new TreeMap<>();
  private final Consumer<UnregisteredUse> report;

  /**
   * @param report is given every class once, and once more when it was read before it was seen
   *     written
   */
  DiscoveredClasses(Consumer<UnregisteredUse> report) {
    this.report = report;
  }

  /** Those of this process and application; the driver's begin to listen. */
  static DiscoveredClasses of(SparkEnv env) {
    synchronized (OF_PROCESS) {
      DiscoveredClasses known = OF_PROCESS.get(env);
      if (known == null) {
        known = P3Registrator.isDriver(env) ? onDriver(env) : onExecutor(env);
        OF_PROCESS.put(env, known);
      }
      return known;
    }
  }

  private static DiscoveredClasses onDriver(SparkEnv env) {
    var classes = new DiscoveredClasses(DiscoveredClasses::log);
    DriversEndpoint.open(
        env,
        NAME,
        UnregisteredUse.class,
        use -> {
          classes.add(use);
          return true;
        });
    return classes;
  }

  private static DiscoveredClasses onExecutor(SparkEnv env) {
    return new DiscoveredClasses(
        use -> {
          try {
            // Waits for the answer: the driver knows of a class before the task can end.
            DriversEndpoint.ask(env, NAME, use, Boolean.class);
          } catch (RuntimeException e) {
            LOG.warn("Cannot tell the driver of unregistered class {}", use.name(), e);
          }
        });
  }

  private static void log(UnregisteredUse use) {
    LOG.warn(
        "Unregistered {} {}, reached by {}, {}",
        use.kind(),
        use.name(),
        use.reachedBy(),
        use.stage() == UnregisteredUse.DRIVER
            ? ("driver " + use.detail()).strip()
            : "stage " + use.stage());
  }

  /** Has a Kryo take in every class, and tell of those that are not registered. */
  void observe(Kryo kryo) {
    kryo.setRegistrationRequired(false);
    kryo.setWarnUnregisteredClasses(true);
    kryo.setReferenceResolver(new WrittenObjects(kryo));
    if (!Log.WARN) {
      Log.WARN();
    }
    Log.setLogger(new UnregisteredWarnings(this::add));
  }

  void add(UnregisteredUse use) {
    synchronized (byName) {
      UnregisteredUse known = byName.get(use.name());
      if (known != null && (known.written() || !use.written())) {
        return;
      }
      byName.put(use.name(), use);
    }
    report.accept(use);
  }

  /** What was met so far, by name. */
  List<UnregisteredUse> all() {
    synchronized (byName) {
      return List.copyOf(byName.values());
    }
  }
}
