package dev.p3.data.kafka;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A topic to which the batches of a stream are added, each in one transaction, and each once. */
final class KafkaStreamOutput implements StreamOutput {
  private final KafkaTopic topic;

  /** What this driver has added, and no other one after it: up to where all is known. */
  private final Map<Integer, Long> known = new ConcurrentHashMap<>();

  private KafkaStreamOutput(KafkaTopic topic) {
    this.topic = topic;
  }

  /**
   * Asks the brokers; a topic that is missing is made when rows are written.
   *
   * @throws BadUsageException when none answers, or they refuse
   */
  public static KafkaStreamOutput prepare(DataLocation location) {
    return new KafkaStreamOutput(KafkaOutput.reachable(location));
  }

  @Override
  public DataLocation location() {
    return topic.location();
  }

  @Override
  public String place() {
    return KafkaTopic.SOURCE + ":" + topic.location().path();
  }

  @Override
  public Output batch(Batch batch) {
    return KafkaOutput.ofBatch(topic, new KafkaBatches(topic, batch, known));
  }
}
