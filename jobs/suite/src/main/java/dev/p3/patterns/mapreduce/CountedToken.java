package dev.p3.patterns.mapreduce;

/**
 * How often a token occurred in some lines, as it crosses the shuffle.
 *
 * @param token in UTF-8; null when these lines had malformed bytes and no token
 * @param malformedBytes met in these lines and not reported by another row
 */
@SuppressWarnings("ArrayRecordComponent") // decoding each token would cost more than counting it
public record CountedToken(byte[] token, long count, long malformedBytes) {}
