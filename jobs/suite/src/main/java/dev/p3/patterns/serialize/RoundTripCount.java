package dev.p3.patterns.serialize;

/**
 * What became of a partition's rows.
 *
 * @param rows how many were carried
 * @param bytes what they took
 * @param rowBytes what they take as rows of Spark SQL, without their lengths
 * @param fault why the next row could not be carried; empty when all were
 */
public record RoundTripCount(long rows, long bytes, long rowBytes, String fault) {
  RoundTripCount plus(RoundTripCount other) {
    return new RoundTripCount(
        rows + other.rows,
        bytes + other.bytes,
        rowBytes + other.rowBytes,
        fault.isEmpty() ? other.fault : fault);
  }
}
