package dev.p3.data;

import dev.p3.fault.JobFailedException;
import java.util.Locale;

/** Where the numbered batches of a stream are added, each of them once. */
public interface StreamOutput {
  /** What the user wrote. */
  DataLocation location();

  /** What tells this place from any other, without secrets. */
  String place();

  /**
   * Checks, before anything is read, that a stream may add its batches.
   *
   * @throws dev.p3.fault.BadUsageException when it would take them for another stream's
   */
  default void check(String stream, boolean isNew) {}

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
   * @param content a digest of what the batch is made of, such as files and offsets: a batch of the
   *     same number with another content is not this one repeated; at most 64 characters
   */
  record Batch(String stream, long number, String checkpoint, String content) {
    /** The fault of a batch whose number an output has with another content. */
    public JobFailedException differs(DataLocation output) {
      return new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot add batch %d to '%s': it has a batch %d of this stream with other content, so checkpoint '%s' was restored or copied, or an input has changed since; give back what it was, or begin anew with another checkpoint and another output",
              number,
              output.text(),
              number,
              checkpoint));
    }
  }
}
