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
}
