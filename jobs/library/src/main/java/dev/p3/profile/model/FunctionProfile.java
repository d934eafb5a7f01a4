package dev.p3.profile.model;

import java.util.Map;

/**
 * A function of the user's, or what Spark does by itself.
 *
 * @param function class and method, such as {@code dev.p3.patterns.mapreduce.WordCount.lambda$0};
 *     {@link #SPARK} for what no function of the user's called
 * @param at the line of it that was seen most often, as {@code WordCount.java:41}; empty for Spark
 * @param cpuSeconds the stage's executor CPU time, in this function's share
 * @param cpuShare of the samples of the stage
 * @param allocatedBytes as sampled
 * @param isUdf whether Spark SQL calls it as a user-defined function
 * @param calls the method that it calls itself in at least half of its samples; empty when it works
 *     by itself or calls many
 * @param cpuOf share of the stage's samples that a kind of work took below this function
 * @param allocatedOf bytes of a kind below this function
 */
public record FunctionProfile(
    String function,
    String at,
    double cpuSeconds,
    double cpuShare,
    long allocatedBytes,
    boolean isUdf,
    String calls,
    Map<String, Double> cpuOf,
    Map<String, Long> allocatedOf) {
  /** The name of what no function of the user's called. */
  public static final String SPARK = "(spark)";
}
