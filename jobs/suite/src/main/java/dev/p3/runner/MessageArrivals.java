package dev.p3.runner;

import dev.p3.data.DataLocation;
import dev.p3.data.KafkaTopic;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.data.raw.RawRows;
import dev.p3.job.JobResult;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Messages that arrive in a topic. A batch is those between two offsets of each partition, so it
 * has the same messages when it is repeated. They are fetched from the brokers for each output.
 */
record MessageArrivals(DataLocation location, SparkSession spark) implements Arrivals {
  @Override
  public Dataset<Row> all() {
    return KafkaTopic.toRead(location).arriving(spark);
  }

  @Override
  public Arrived of(Dataset<Row> batch) {
    return new Messages(new StoredInput(location, List.of(), List.of()), batch);
  }

  @Override
  public String none() {
    return "no message that this checkpoint has not seen yet";
  }

  private record Messages(StoredInput input, Dataset<Row> messages) implements Arrived {
    /** Structured Streaming has one of its own, and tells the figures of its queries only there. */
    @Override
    public SparkSession spark() {
      return messages.sparkSession();
    }

    @Override
    public <O extends Record, R extends Record & JobResult> Map<String, Dataset<Row>> datasets(
        RunPlan<O, R> run, ReadingNotes notes) {
      String name = run.inputs().keySet().iterator().next();
      return Map.of(
          name, RawRows.messages(messages, input, run.job().rawColumns(run.options()), notes));
    }
  }
}
