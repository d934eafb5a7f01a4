package dev.p3.profile.collect;

import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.ExecutorProfile.MemoryPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of an executor so far, in bounded memory. */
final class ExecutorState {
  private static final int MOST_POINTS = 600;
  private static final double MS = 1e3;

  final String id;
  String host = "";
  int cores;
  long added;
  Long removed;
  String removedBecause;
  private final Map<String, Long> peaks = new TreeMap<>();
  private List<MemoryPoint> memory = new ArrayList<>();
  private ProcessFigures.Reading first;
  private ProcessFigures.Reading last;
  private Delta.SamplerState sampler;
  private long skip = 1;
  private long readings;

  ExecutorState(String id) {
    this.id = id;
  }

  void peak(String name, long bytes) {
    if (bytes > 0) {
      peaks.merge(name, bytes, Math::max);
    }
  }

  void read(ProcessFigures.Reading reading, Delta.SamplerState state, long origin) {
    first = first == null ? reading : first;
    last = reading;
    sampler = state;
    peak("HeapUsed", reading.heapUsed());
    peak("HeapMax", reading.heapMax());
    peak("ResidentBytes", reading.resident());
    peak("MemoryLimit", reading.limit());
    if (readings++ % skip == 0) {
      memory.add(
          new MemoryPoint(
              Math.max(0, (reading.at() - origin) / MS), reading.heapUsed(), reading.resident()));
      if (memory.size() > MOST_POINTS) {
        thin();
      }
    }
  }

  /** Keeps every other point. */
  private void thin() {
    var kept = new ArrayList<MemoryPoint>();
    for (int i = 0; i < memory.size(); i += 2) {
      kept.add(memory.get(i));
    }
    memory = kept;
    skip *= 2;
  }

  Delta.SamplerState sampler() {
    return sampler;
  }

  /** Nanoseconds of the profiler's threads since the profile began. */
  long profilerCpu() {
    return last == null ? 0 : last.profilerCpu() - first.profilerCpu();
  }

  long processCpu() {
    return last == null ? 0 : last.processCpu() - first.processCpu();
  }

  ExecutorProfile profile(long origin) {
    boolean isRead = last != null;
    return new ExecutorProfile(
        id,
        host,
        cores,
        Math.max(0, (added - origin) / MS),
        removed == null ? null : (removed - origin) / MS,
        removedBecause,
        peaks,
        List.copyOf(memory),
        isRead ? last.gcMs() - first.gcMs() : 0,
        isRead ? last.gcCount() - first.gcCount() : 0,
        isRead && last.throwables() >= 0
            ? (Long) (last.throwables() - Math.max(0, first.throwables()))
            : null,
        sampler != null && sampler.samples() > 0);
  }
}
