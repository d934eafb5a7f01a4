package dev.p3.patterns.evolve;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The bytes that each thread of this process has allocated so far.
 *
 * @param bytesByThread by the threads' ids
 */
record AllocatedBytes(Map<Long, Long> bytesByThread) {
  /** Empty when tasks run in other processes, or the virtual machine does not count. */
  static Optional<AllocatedBytes> now(SparkSession spark) {
    boolean counts =
        spark.sparkContext().isLocal()
            && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadAllocatedMemoryEnabled();
    return counts ? Optional.of(new AllocatedBytes(counted())) : Optional.empty();
  }

  /** What was allocated since then by the threads that live now; those of tasks outlive a query. */
  long since() {
    return counted().entrySet().stream()
        .mapToLong(thread -> thread.getValue() - bytesByThread.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  private static Map<Long, Long> counted() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> bytesByThread = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) { // the thread has ended
        bytesByThread.put(ids[i], bytes[i]);
      }
    }
    return bytesByThread;
  }
}
