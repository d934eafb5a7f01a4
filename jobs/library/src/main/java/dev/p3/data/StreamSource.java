package dev.p3.data;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What arrives at an input of a stream, such as files or messages. */
public interface StreamSource {
  /** All that arrives, without an end; Structured Streaming finds out what of it is new. */
  Dataset<Row> arriving();

  /**
   * One batch as an input, which is read as any other.
   *
   * @param rows of {@link #arriving}
   */
  Batch batch(Dataset<Row> rows) throws IOException;

  /** The options that decide on how rows are read, not on how many at once. */
  default Map<String, String> options() {
    return Map.of();
  }

  /** Says that nothing has arrived. */
  String nothingNew();

  /**
   * One batch.
   *
   * @param input what the batch is to be read from
   * @param spark the session that reads it
   */
  record Batch(StoredInput input, SparkSession spark) {}
}
