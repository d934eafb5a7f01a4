package dev.p3.record;

import java.util.List;

/**
 * The classes that one artifact hands to Kryo: its records, and whatever else it broadcasts or
 * shuffles through an RDD. Found by {@link java.util.ServiceLoader}, so an artifact names its
 * module in {@code META-INF/services/dev.p3.record.RecordModule}.
 */
public interface RecordModule {
  /**
   * The classes to register; order and duplicates, also between modules, do not matter. An array of
   * a listed class is registered with it. Records and enums that a listed record declares as
   * components are written inside it and need no line of their own, unless they are sent alone.
   *
   * <p>Asked on the driver and on every executor, once for each class loader; the same classes each
   * time, or executors refuse to work.
   */
  List<Class<?>> classes();

  /**
   * Registers classes that no module can list, such as those that a cell of JShell declares, as if
   * one did; in notebooks and shells of Scala none need be. Again the same is no change.
   *
   * <p>Call it before the session is opened: a session of p3's names these classes to its
   * executors, which refuse to work where they have others or lack one. In a session that p3 did
   * not open, call it before the first job; there executors in other processes know them by the
   * setting {@link P3Registrator#CLASSES_KEY}. Thread-safe.
   *
   * @param classes records, enums and whatever else is sent
   * @throws IllegalStateException when a session of p3's is open that does not know one of them
   */
  static void register(Class<?>... classes) {
    RunTimeClasses.add(classes);
  }
}
