package dev.p3.profile.model;

import java.util.List;
import java.util.Map;

/**
 * One attempt of a stage.
 *
 * @param callSite the line of the user's that made it, as {@code WordCount.java:41}
 * @param parents the stages whose shuffles it reads
 * @param jobs that it is part of
 * @param status {@code complete}, {@code failed} or {@code running}
 * @param failure why it failed; null when it did not
 * @param start seconds since the start of the profile
 * @param tasks attempts of tasks that ended well
 * @param failed attempts that failed
 * @param killed attempts that were killed, such as the slower of two speculative ones
 * @param speculative attempts that were speculative
 * @param metrics sums over all attempts, by {@link Metric#key}
 * @param durations of the attempts that ended well, in seconds
 * @param records read by each of them
 * @param slowest the slowest attempts, slowest first
 * @param timeline attempts in the order of their ends; a sample of them when there are many
 * @param taskBinaryBytes what is sent to each executor before its first task; null when unknown
 * @param sampledCpuSeconds the CPU time that samples stand for; null without samples
 * @param notAttributedShare the share of the stage's executor CPU time that no sample stands for;
 *     null without samples
 * @param allocatedBytes as sampled; null without samples
 * @param functions with samples, most CPU time first
 * @param rdds that it computes
 */
public record StageProfile(
    int id,
    int attempt,
    String name,
    String callSite,
    List<Integer> parents,
    List<Integer> jobs,
    String status,
    String failure,
    double start,
    double seconds,
    long tasks,
    long failed,
    long killed,
    long speculative,
    Map<String, Long> metrics,
    Spread durations,
    Spread records,
    List<TaskSpan> slowest,
    List<TaskSpan> timeline,
    Long taskBinaryBytes,
    Double sampledCpuSeconds,
    Double notAttributedShare,
    Long allocatedBytes,
    List<FunctionProfile> functions,
    List<RddProfile> rdds) {
  /** The sum of a metric over all attempts of tasks. */
  public long sum(Metric metric) {
    return metrics.getOrDefault(metric.key(), 0L);
  }

  /** Records from storage and from shuffles. */
  public long recordsRead() {
    return sum(Metric.INPUT_RECORDS) + sum(Metric.SHUFFLE_READ_RECORDS);
  }

  /** Bytes from storage and from shuffles. */
  public long bytesRead() {
    return sum(Metric.INPUT_BYTES)
        + sum(Metric.SHUFFLE_REMOTE_BYTES)
        + sum(Metric.SHUFFLE_LOCAL_BYTES);
  }

  /** How findings name it. */
  public String title() {
    return "stage " + id + (attempt > 0 ? "." + attempt : "") + " (" + name + ")";
  }

  /**
   * An RDD that a stage computes.
   *
   * @param cached whether it was to be kept when the stage was submitted
   * @param line of the user's that made it
   */
  public record RddProfile(
      int id, String name, String line, boolean cached, List<Integer> parents) {}
}
