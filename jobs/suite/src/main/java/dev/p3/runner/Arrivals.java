package dev.p3.runner;

import dev.p3.data.DataLocation;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.job.JobResult;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What arrives at a place that a stream reads, such as files or messages. */
interface Arrivals {
  /** All that arrives, without an end; Structured Streaming tells what of it is new. */
  Dataset<Row> all();

  /**
   * The input of a run on one batch.
   *
   * @param batch rows of {@link #all}
   */
  Arrived of(Dataset<Row> batch) throws IOException;

  /** Says that nothing has arrived. */
  String none();

  /** Picks what knows the place. */
  static Arrivals at(DataLocation location, SparkSession spark) {
    return location.isTopic()
        ? new MessageArrivals(location, spark)
        : new FileArrivals(location, spark);
  }

  /** One batch, as an input. */
  interface Arrived {
    /** What the input is known as. */
    StoredInput input();

    /** The session that the rows are of. */
    SparkSession spark();

    /**
     * The rows of every input.
     *
     * @param run reads {@link #input} alone
     * @param notes what is to be said about the rows once they are read
     */
    <O extends Record, R extends Record & JobResult> Map<String, Dataset<Row>> datasets(
        RunPlan<O, R> run, ReadingNotes notes);
  }
}
