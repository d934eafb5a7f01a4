package dev.p3.profile.model;

/**
 * One attempt of a task.
 *
 * @param start seconds since the start of the profile
 * @param status {@code success}, {@code failed} or {@code killed}
 * @param records read from storage or a shuffle
 * @param bytes read from storage or a shuffle
 */
public record TaskSpan(
    int partition,
    int attempt,
    String executor,
    double start,
    double seconds,
    String status,
    boolean speculative,
    long records,
    long bytes) {}
