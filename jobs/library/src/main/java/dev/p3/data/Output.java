package dev.p3.data;

import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Where rows of a run go. They are staged where readers do not see them, and published by {@link
 * #commit}: all at once, or not at all.
 *
 * <p>One run calls {@link #write}, then either {@link #commit} or {@link #discard}. Not
 * thread-safe.
 */
public interface Output {
  /** What the user wrote. */
  DataLocation location();

  /** The fault of an output that is there and is not to be replaced. */
  static BadUsageException exists(DataLocation location) {
    return new BadUsageException(
        String.format(
            Locale.ROOT,
            "Cannot write '%s': it exists; pass --overwrite to replace it",
            location.text()));
  }

  /** Stages the rows. */
  Written write(Dataset<Row> rows) throws IOException;

  /**
   * Stages a file that describes the rows, to be published with them; does nothing where rows are
   * in no directory of their own.
   *
   * @param name a path below the output
   */
  default void attach(String name, AtomicFile.Content content) throws IOException {}

  /**
   * Publishes the staged rows.
   *
   * @throws dev.p3.fault.JobFailedException when they cannot be; then none of them shows
   */
  void commit() throws IOException;

  /** Deletes what is staged. Does nothing after {@link #commit}. */
  void discard() throws IOException;

  /**
   * Reads the rows again, after {@link #commit}.
   *
   * @param schema of the rows that were written
   */
  Dataset<Row> read(SparkSession spark, StructType schema);

  /**
   * What {@link #write} has staged.
   *
   * @param rows how many rows; empty when only Spark's own count can tell
   * @param fingerprint changes when the rows are written again; empty when nothing tells that
   */
  record Written(OptionalLong rows, Optional<String> fingerprint) {
    /** Of rows that the output has not counted. */
    public static Written uncounted() {
      return new Written(OptionalLong.empty(), Optional.empty());
    }

    public static Written rows(long rows) {
      return new Written(OptionalLong.of(rows), Optional.empty());
    }
  }
}
