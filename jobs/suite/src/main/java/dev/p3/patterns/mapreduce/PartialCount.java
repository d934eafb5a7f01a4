package dev.p3.patterns.mapreduce;

/**
 * How often a token occurred in some lines.
 *
 * @param token null when these lines had malformed bytes and no token
 * @param malformedBytes met in these lines and not reported by another row
 */
public record PartialCount(String token, long count, long malformedBytes) {}
