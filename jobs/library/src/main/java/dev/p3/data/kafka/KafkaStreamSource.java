package dev.p3.data.kafka;

import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamSource;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Messages that arrive in a topic. A batch is those between two offsets of each partition, so it
 * has the same messages when it is repeated. They are fetched from the brokers for each output.
 */
record KafkaStreamSource(DataLocation location, SparkSession spark) implements StreamSource {
  @Override
  public Dataset<Row> arriving() {
    return KafkaTopic.toRead(location).arriving(spark);
  }

  /** Structured Streaming has a session of its own, and reports on its queries only there. */
  @Override
  public Batch batch(Dataset<Row> rows) {
    return new Batch(
        new StoredInput(new BatchConnector(rows), location, List.of(), List.of()),
        rows.sparkSession());
  }

  @Override
  public String nothingNew() {
    return "no message that this checkpoint has not seen yet";
  }

  /** Reads the messages of one batch, and no others. */
  private static final class BatchConnector extends KafkaConnector {
    private final Dataset<Row> messages;

    BatchConnector(Dataset<Row> messages) {
      this.messages = messages;
    }

    @Override
    Dataset<Row> messages(KafkaTopic topic, SparkSession spark) {
      return messages;
    }
  }
}
