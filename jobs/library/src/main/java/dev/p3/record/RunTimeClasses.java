package dev.p3.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The classes that {@link RecordModule#register} was given. Executors in other processes know them
 * by their names, from a setting of the session.
 */
record RunTimeClasses(List<Class<?>> classes) implements RecordModule {
  private static final Map<String, Class<?>> REGISTERED = new LinkedHashMap<>();

  RunTimeClasses {
    classes = List.copyOf(classes);
  }

  static void add(Class<?>... types) {
    SparkEnv env = SparkEnv.get();
    synchronized (REGISTERED) {
      List<String> others =
          Arrays.stream(types)
              .filter(type -> REGISTERED.get(type.getName()) != type)
              .map(Class::getName)
              .toList();
      if (env != null && env.conf().contains(P3Registrator.FINGERPRINT_KEY) && !others.isEmpty()) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "Cannot register %s: the session has told its executors by now which classes are registered; call RecordModule.register before it is opened, or stop it first",
                String.join(", ", others)));
      }
      for (Class<?> type : types) {
        REGISTERED.put(type.getName(), type);
      }
    }
  }

  /** Their names, as the setting has them. */
  static String names() {
    synchronized (REGISTERED) {
      return String.join(",", REGISTERED.keySet());
    }
  }

  /**
   * Those of this process, and those that the session's setting names.
   *
   * @throws IllegalStateException when the class path lacks one that is named
   */
  static RunTimeClasses of(ClassLoader loader) {
    var classes = new LinkedHashMap<String, Class<?>>();
    synchronized (REGISTERED) {
      classes.putAll(REGISTERED);
    }
    SparkEnv env = SparkEnv.get();
    SparkConf conf = env == null ? null : env.conf();
    if (conf != null && conf.contains(P3Registrator.CLASSES_KEY)) {
      for (String name : conf.get(P3Registrator.CLASSES_KEY).split(",", -1)) {
        classes.computeIfAbsent(name, any -> load(any, loader));
      }
    }
    return new RunTimeClasses(new ArrayList<>(classes.values()));
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Cannot register %s, which the driver has registered at run time: it is not on the class path here; give every process the same jars, with --jars or in the image",
              name),
          e);
    }
  }
}
