package dev.p3.profile.model;

import java.util.List;
import java.util.Map;

/**
 * An executor.
 *
 * @param added seconds since the start of the profile
 * @param removed the same; null when it was there to the end
 * @param removedBecause null when it was there to the end
 * @param peaks the most that was seen, by Spark's name of the metric, in bytes; with those of the
 *     process as p3 saw it: {@code HeapUsed}, {@code HeapMax}, {@code ResidentBytes}, {@code
 *     MemoryLimit} (of the control group)
 * @param memory over time
 * @param gcMs pauses of the garbage collector
 * @param gcCount collections
 * @param throwables that were created; null without the JDK Flight Recorder
 * @param hasSamples whether stacks were sampled there
 */
public record ExecutorProfile(
    String id,
    String host,
    int cores,
    double added,
    Double removed,
    String removedBecause,
    Map<String, Long> peaks,
    List<MemoryPoint> memory,
    long gcMs,
    long gcCount,
    Long throwables,
    boolean hasSamples) {
  /** What a process held at a moment, in bytes. */
  public record MemoryPoint(double at, long heapUsed, long resident) {}

  /** A peak, 0 when it is not known. */
  public long peak(String name) {
    return peaks.getOrDefault(name, 0L);
  }
}
