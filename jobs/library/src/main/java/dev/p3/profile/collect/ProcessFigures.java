package dev.p3.profile.collect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Memory, garbage collection and CPU time of this process, and the CPU time of the profiler's own
 * threads in it. Not thread-safe.
 */
final class ProcessFigures {
  /** How the profiler's own threads are called. */
  static final String OWN_THREADS = "p3-profile";

  private static final String JFR_THREADS = "JFR ";
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final List<Path> LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

  /** Of Linux on every machine that Java runs on. */
  private static final long NANOS_OF_TICK = 10_000_000;

  /** Looking for threads costs more than asking those that are known. */
  private static final int READINGS_BETWEEN_SEARCHES = 10;

  private static final long KIB = 1024;

  /** The first version of control groups says a number near the largest where there is no limit. */
  private static final long NO_LIMIT = 1L << 60;

  private final long limit = memoryLimit();
  private final long startOfProcess = processCpu();
  private long startOfProfiler = -1;
  private List<Path> ownThreads = List.of();
  private int readings;

  /**
   * A reading; bytes, milliseconds and nanoseconds. CPU times are since the first one.
   *
   * @param at milliseconds since 1970
   * @param resident 0 when it is not known
   * @param limit of the control group; 0 when there is none
   * @param throwables created since the JVM started; -1 when it is not known
   */
  record Reading(
      long at,
      long heapUsed,
      long heapMax,
      long resident,
      long limit,
      long gcMs,
      long gcCount,
      long throwables,
      long profilerCpu,
      long processCpu) {

    void writeTo(DataOutputStream out) throws IOException {
      for (long value :
          new long[] {
            at,
            heapUsed,
            heapMax,
            resident,
            limit,
            gcMs,
            gcCount,
            throwables,
            profilerCpu,
            processCpu
          }) {
        out.writeLong(value);
      }
    }

    static Reading readFrom(DataInputStream in) throws IOException {
      return new Reading(
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong());
    }
  }

  Reading read(long throwables) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    return new Reading(
        System.currentTimeMillis(),
        heap.getUsed(),
        Math.max(0, heap.getMax()),
        resident(),
        limit,
        collectors.stream().mapToLong(each -> Math.max(0, each.getCollectionTime())).sum(),
        collectors.stream().mapToLong(each -> Math.max(0, each.getCollectionCount())).sum(),
        throwables,
        profilerCpu(),
        processCpu() - startOfProcess);
  }

  private static long processCpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.max(0, system.getProcessCpuTime())
        : 0;
  }

  private long profilerCpu() {
    if (readings++ % READINGS_BETWEEN_SEARCHES == 0) {
      ownThreads = searchOwnThreads();
    }
    long cpu = ownThreads.stream().mapToLong(ProcessFigures::cpuOfThread).sum();
    if (startOfProfiler < 0) {
      startOfProfiler = cpu;
    }
    return Math.max(0, cpu - startOfProfiler);
  }

  /** The JFR's sampler is no Java thread, so the operating system is asked. */
  private static List<Path> searchOwnThreads() {
    try (Stream<Path> threads = Files.list(TASKS)) {
      return threads.filter(ProcessFigures::isOwn).map(thread -> thread.resolve("stat")).toList();
    } catch (IOException | RuntimeException e) {
      return List.of(); // not Linux
    }
  }

  private static boolean isOwn(Path thread) {
    try {
      String name = Files.readString(thread.resolve("comm"));
      return name.startsWith(OWN_THREADS) || name.startsWith(JFR_THREADS);
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static long cpuOfThread(Path stat) {
    try {
      String line = Files.readString(stat);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_OF_TICK;
    } catch (IOException | RuntimeException e) {
      return 0; // it has ended
    }
  }

  private static long resident() {
    try {
      String status = Files.readString(STATUS);
      int begin = status.indexOf(RESIDENT) + RESIDENT.length();
      int end = status.indexOf(" kB", begin);
      return Long.parseLong(status.substring(begin, end).trim()) * KIB;
    } catch (IOException | RuntimeException e) {
      return 0; // not Linux
    }
  }

  private static long memoryLimit() {
    for (Path file : LIMITS) {
      try {
        long limit = Long.parseLong(Files.readString(file).trim());
        return limit < NO_LIMIT ? limit : 0;
      } catch (IOException | NumberFormatException e) {
        // there is no such control group, or it has no limit
      }
    }
    return 0;
  }
}
