package dev.p3.scope;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A line of the ledger of open scopes.
 *
 * @param name the simple name of the record
 * @param openedAt file and line that opened it, as {@code EnrichJob.java:41}
 * @param opened when
 * @param bytes what each component takes as it is sent: serialized, and compressed as {@code
 *     spark.broadcast.compress} says where it has a broadcast of its own; in the components' order
 * @param memory what each component takes in the memory of an executor, as Spark reckons it;
 *     without what {@link PerExecutor} components build there
 * @param uses how many operations were given a function of it
 */
public record OpenScope(
    String name,
    String openedAt,
    Instant opened,
    Map<String, Long> bytes,
    Map<String, Long> memory,
    long uses) {

  /** What all components take as they are sent. */
  public long totalBytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What all components take in the memory of an executor. */
  public long totalMemory() {
    return memory.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (opened at %s, %s in memory, %s sent, %d %s)",
        name,
        openedAt,
        ByteSize.text(totalMemory()),
        ByteSize.text(totalBytes()),
        uses,
        uses == 1 ? "use" : "uses");
  }
}
