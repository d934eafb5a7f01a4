package dev.p3.profile.collect;

import dev.p3.profile.model.ExecutorProfile;
import dev.p3.profile.model.ExecutorProfile.MemoryPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of an executor so far, in bounded memory. */
final class ExecutorState {
  private static final int MOST_POINTS = 600;
  private static final double MS = 1e3;
  private static final long MOST_SKEW_MILLIS = 5_000;

  final String id;
  String host = "";
  int cores;
  long added;
  Long removed;
  String removedBecause;

  /** Messages that did not come. */
  long lost;

  /** Whether it sent all that it had. */
  boolean saidLast;

  private final Map<String, Long> peaks = new TreeMap<>();
  private List<MemoryPoint> memory = new ArrayList<>();
  private ProcessFigures.Reading first;
  private ProcessFigures.Reading last;
  private Delta.SamplerState sampler;
  private long skip = 1;

  /**
   * How far its clock is behind the driver's, in milliseconds; with what the fastest message took.
   */
  private long behind = Long.MAX_VALUE;

  private long readings;

  ExecutorState(String id) {
    this.id = id;
  }

  void peak(String name, long bytes) {
    if (bytes > 0) {
      peaks.merge(name, bytes, Math::max);
    }
  }

  void read(
      ProcessFigures.Reading reading, Delta.SamplerState state, long origin, long receivedAt) {
    behind = Math.min(behind, receivedAt - reading.at());
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
              Math.max(0, (reading.at() + behind - origin) / MS),
              reading.heapUsed(),
              reading.resident()));
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

  boolean isSampling() {
    return sampler != null && !sampler.name().equals(NoSampler.NAME);
  }

  /** What is missing, in sentences. */
  List<String> notes() {
    var notes = new ArrayList<String>();
    if (lost > 0) {
      notes.add(
          text(
              "Executor %s: %,d messages with about a second's samples each were lost.", id, lost));
    }
    if (removed != null && isSampling() && !saidLast) {
      notes.add(
          text(
              "Executor %s went away (%s): the samples of its last second are missing.",
              id, removedBecause));
    }
    if (last != null && Math.abs(behind) > MOST_SKEW_MILLIS) {
      notes.add(
          text(
              "Executor %s: its clock is %.1f s %s the driver's; its times are moved by that.",
              id, Math.abs(behind) / MS, behind > 0 ? "behind" : "ahead of"));
    }
    return notes;
  }

  /** Why its recording is not there; empty when it is, or none was to be. */
  Optional<String> recordingFault(long number, ProfileFolder folder) throws IOException {
    if (cores == 0 && sampler == null) {
      return Optional.empty();
    }
    if (sampler == null || sampler.recording() < number) {
      return Optional.of(removed == null ? "it did not come in time" : "the executor was gone");
    }
    if (!sampler.recordingFault().isEmpty()) {
      return Optional.of(sampler.recordingFault());
    }
    return folder.has(ExecutorSide.recordingOf(id))
        ? Optional.empty()
        : Optional.of("it was written on " + host + ", where the driver sees no files");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
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
