package dev.p3.record;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an executor knows the driver's list of classes where no setting tells it, as in applications
 * whose session p3 did not open: it asks, once it has a Kryo to make. The driver has made one by
 * then, since Spark sends every task with it. Thread-safe.
 */
final class DriversFingerprint {
  private static final Logger LOG = LoggerFactory.getLogger(P3Registrator.class);
  private static final String NAME = "p3-kryo-fingerprint";
  private static final Map<SparkEnv, DriversFingerprint> OF_PROCESS = new WeakHashMap<>();

  /** The driver's own; on executors what is known to be among them. */
  private final Set<String> known = new HashSet<>();

  private String latest;

  private DriversFingerprint() {}

  /**
   * The driver's fingerprint, which is this process's own when it is one of the driver's: threads
   * of a driver may see different jars, and classes may be registered later.
   */
  static String of(SparkEnv env, String own) {
    DriversFingerprint ofProcess;
    synchronized (OF_PROCESS) {
      ofProcess = OF_PROCESS.get(env);
      if (ofProcess == null) {
        ofProcess = new DriversFingerprint();
        OF_PROCESS.put(env, ofProcess);
        if (P3Registrator.isDriver(env)) {
          DriversEndpoint.open(env, NAME, String.class, ofProcess::answer);
        }
      }
    }
    if (P3Registrator.isDriver(env)) {
      ofProcess.add(own);
      return own;
    }
    return ofProcess.asked(env, own);
  }

  private synchronized void add(String own) {
    known.add(own);
    latest = own;
  }

  private synchronized String answer(String executors) {
    return known.contains(executors) || latest == null ? executors : latest;
  }

  private synchronized String asked(SparkEnv env, String own) {
    if (known.contains(own)) {
      return own;
    }
    String drivers;
    try {
      drivers = DriversEndpoint.ask(env, NAME, own, String.class);
    } catch (RuntimeException e) {
      LOG.warn("Cannot ask the driver for its list of record classes; it is not compared", e);
      drivers = own;
    }
    if (drivers.equals(own)) {
      known.add(own);
    }
    return drivers;
  }
}
