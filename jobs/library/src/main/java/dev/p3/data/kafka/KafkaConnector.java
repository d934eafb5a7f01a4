package dev.p3.data.kafka;

import dev.p3.data.Ability;
import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.Place;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.StreamSource;
import dev.p3.data.raw.RawRows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Topics: {@link KafkaTopic} says how one is written. Kafka's clients come with Spark's connector;
 * none of their classes is loaded before a topic is looked up.
 */
public class KafkaConnector implements Connector {
  private static final String SOURCE = "kafka";

  @Override
  public boolean takes(DataLocation location) {
    return location.source().equals(Optional.of(SOURCE));
  }

  @Override
  public Set<Ability> abilities(DataLocation location) {
    return Set.of(Ability.TELLS_WHAT_IS_NEW, Ability.IDEMPOTENT_BATCHES, Ability.EXPIRES);
  }

  /** A topic is one, whichever of its brokers are named. */
  @Override
  public Place place(DataLocation location, Configuration hadoop) {
    int slash = location.path().lastIndexOf('/');
    String brokers = location.path().substring(0, Math.max(slash, 0)).toLowerCase(Locale.ROOT);
    return new Place(
        Arrays.stream(brokers.split(",")).map(each -> SOURCE + ":" + each).toList(),
        List.of(location.path().substring(slash + 1)),
        false);
  }

  @Override
  public StoredInput find(DataLocation location, Configuration hadoop) {
    KafkaTopic.toRead(location).requireThere();
    return new StoredInput(this, location, List.of(), List.of());
  }

  @Override
  public Dataset<Row> table(StoredInput input, InputReading reading) {
    throw new UnsupportedOperationException(input.location() + " has no columns");
  }

  @Override
  public Dataset<Row> raw(StoredInput input, List<String> columns, InputReading reading) {
    KafkaTopic topic = KafkaTopic.toRead(input.location());
    Dataset<Row> messages = RawRows.counted(messages(topic, reading.spark()), input);
    return topic.values() == KafkaTopic.Values.TEXT
        ? RawRows.textMessages(messages, input, columns)
        : RawRows.jsonMessages(messages, input, columns, reading.notes());
  }

  /** As Spark's Kafka source gives them. */
  Dataset<Row> messages(KafkaTopic topic, SparkSession spark) {
    return topic.messages(spark);
  }

  @Override
  public Output output(DataLocation location, Existing existing, Configuration hadoop) {
    return KafkaOutput.prepare(location);
  }

  @Override
  public StreamOutput streamOutput(DataLocation location, Configuration hadoop) {
    return KafkaStreamOutput.prepare(location);
  }

  @Override
  public StreamSource streamSource(StoredInput input, SparkSession spark) {
    return new KafkaStreamSource(input.location(), spark);
  }
}
