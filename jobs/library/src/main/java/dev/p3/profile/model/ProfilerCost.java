package dev.p3.profile.model;

/**
 * What the profile itself took.
 *
 * @param sampler {@code jfr}, {@code async}, or {@code none}
 * @param samples of both kinds
 * @param cpuSeconds of the profiler's own threads, on all executors
 * @param processCpuSeconds of the processes that were sampled
 * @param sentBytes from executors to the driver
 * @param stacks different ones
 */
public record ProfilerCost(
    String sampler,
    long samples,
    double cpuSeconds,
    double processCpuSeconds,
    long sentBytes,
    long stacks) {
  /** The profiler's share of the CPU time of the processes. */
  public double share() {
    return processCpuSeconds > 0 ? cpuSeconds / processCpuSeconds : 0;
  }
}
