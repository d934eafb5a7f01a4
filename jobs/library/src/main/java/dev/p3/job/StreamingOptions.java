package dev.p3.job;

/**
 * Implemented by the options of a job that may be given files or messages as they arrive, in
 * batches: each batch is a run of its own, on the same function.
 */
public interface StreamingOptions {
  /** Whether to read only what no earlier run with this checkpoint has read. */
  boolean stream();

  /** The directory that remembers what was read; null without {@link #stream}. */
  String checkpoint();
}
