package dev.p3.data;

/** Where the numbered batches of a stream are added, each of them once. */
public interface StreamOutput {
  /** What the user wrote. */
  DataLocation location();

  /** What tells this place from any other, without secrets. */
  String place();

  /**
   * Where the rows of a batch go. Committing a batch again, as after a crash, leaves its rows there
   * once.
   */
  Output batch(Batch batch);

  /**
   * A batch of a stream.
   *
   * @param stream tells a stream from every other one; at most 64 characters
   * @param number counts from 0
   * @param checkpoint the directory in which the stream remembers what it has done
   */
  record Batch(String stream, long number, String checkpoint) {}
}
