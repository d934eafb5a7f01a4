package dev.p3.patterns.mapreduce;

/**
 * How often a token occurred.
 *
 * @param token in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // decoding each token would cost more than counting it
public record CountedToken(byte[] token, long count) {}
