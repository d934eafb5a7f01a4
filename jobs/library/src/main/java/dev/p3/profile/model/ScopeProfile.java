package dev.p3.profile.model;

/**
 * The scopes of one record that one line opened while the profile ran.
 *
 * @param name the simple name of the record
 * @param openedAt file and line, as {@code EnrichJob.java:41}
 * @param count how many were opened
 * @param sentBytes what all of them take as they are sent to an executor
 * @param memoryBytes what all of them take in an executor's memory, as Spark reckons it
 */
public record ScopeProfile(
    String name, String openedAt, long count, long sentBytes, long memoryBytes) {

  /** These and one more. */
  public ScopeProfile and(long sent, long memory) {
    return new ScopeProfile(name, openedAt, count + 1, sentBytes + sent, memoryBytes + memory);
  }
}
