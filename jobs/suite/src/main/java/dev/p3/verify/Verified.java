package dev.p3.verify;

import dev.p3.table.RowDigest;

/**
 * What came of a variant of a job.
 *
 * @param job its name
 * @param variant its name
 * @param digest of the rows that it stored; null when it failed
 * @param seconds that it took
 * @param fault why it is not as expected; null when it is
 */
public record Verified(String job, String variant, RowDigest digest, double seconds, String fault) {
  boolean isEqual() {
    return fault == null;
  }
}
