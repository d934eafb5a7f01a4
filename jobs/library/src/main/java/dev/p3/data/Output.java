package dev.p3.data;

import dev.p3.job.JobFailedException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Where rows of a run go. They are written where nobody takes them for a result, and then appear
 * all at once, or not at all.
 *
 * <p>One run calls {@link #write}, then either {@link #commit} or {@link #discard}. Not
 * thread-safe.
 */
public interface Output {
  /** What the user wrote. */
  DataLocation location();

  /** Writes the rows where they do not show yet. */
  void write(Dataset<Row> rows) throws IOException;

  /** How many rows {@link #write} has written; empty where Spark's own count has to do. */
  default OptionalLong rows() {
    return OptionalLong.empty();
  }

  /**
   * The directory in which the rows are now, for files that belong beside them; empty where rows
   * are in no directory of their own.
   */
  default Optional<Path> directory() {
    return Optional.empty();
  }

  /**
   * Lets the written rows appear.
   *
   * @throws JobFailedException when they cannot; then none of them shows
   */
  void commit() throws IOException;

  /** Deletes what was written and not committed. Does nothing after {@link #commit}. */
  void discard() throws IOException;

  /**
   * Reads the rows again, after {@link #commit}.
   *
   * @param schema of the rows that were written
   */
  Dataset<Row> read(SparkSession spark, StructType schema);
}
