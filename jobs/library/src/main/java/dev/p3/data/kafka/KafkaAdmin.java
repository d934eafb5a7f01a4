package dev.p3.data.kafka;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.NearMatch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The brokers that keep a topic, to ask about it. Every question throws {@link BadUsageException}
 * when no broker answers within 10 s (option {@code kafka.default.api.timeout.ms}), or they refuse.
 */
final class KafkaAdmin implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final KafkaTopic topic;
  private final Admin admin;

  KafkaAdmin(KafkaTopic topic) {
    this.topic = topic;
    Map<String, Object> settings = topic.clientSettings();
    settings.putIfAbsent("default.api.timeout.ms", PATIENCE_MILLIS);
    settings.put("request.timeout.ms", settings.get("default.api.timeout.ms"));
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      throw refusal(e);
    }
  }

  /**
   * Checks that the topic is there.
   *
   * @throws BadUsageException also when it is not
   */
  void requireTopic() {
    if (partitions().isEmpty()) {
      Collection<String> names = answer(admin.listTopics().names());
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': no such topic.%s",
              topic.location().text(),
              NearMatch.question(topic.name(), names)));
    }
  }

  /** Checks that the brokers answer; the topic may be missing. */
  void requireAnswer() {
    partitions();
  }

  /** Makes the topic as the brokers make topics by default, if it is missing. */
  void createMissingTopic() {
    if (partitions().isEmpty()) {
      var missing = new NewTopic(topic.name(), Optional.empty(), Optional.empty());
      answerOr(
          admin.createTopics(List.of(missing)).all(), TopicExistsException.class, nothing -> null);
    }
  }

  /** For each partition the offset of the first message that is kept. */
  Map<Integer, Long> firstOffsets() {
    return offsets(OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * For each partition the offset after the last message.
   *
   * @param isolation whether to stop before transactions that are not ended yet
   */
  Map<Integer, Long> endOffsets(IsolationLevel isolation) {
    return offsets(OffsetSpec.latest(), isolation);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private Map<Integer, Long> offsets(OffsetSpec place, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> questions =
        partitions().stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic.name(), partition), any -> place));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        answer(admin.listOffsets(questions, new ListOffsetsOptions(isolation)).all());
    var offsets = new HashMap<Integer, Long>();
    found.forEach((partition, info) -> offsets.put(partition.partition(), info.offset()));
    return offsets;
  }

  /** The topic's partitions; none when it is missing. */
  private List<Integer> partitions() {
    return answerOr(
        admin
            .describeTopics(List.of(topic.name()))
            .allTopicNames()
            .thenApply(
                topics ->
                    topics.get(topic.name()).partitions().stream()
                        .map(each -> each.partition())
                        .toList()),
        UnknownTopicOrPartitionException.class,
        missing -> List.of());
  }

  private <T> T answer(KafkaFuture<T> future) {
    return answerOr(future, BadUsageException.class, unexpected -> null);
  }

  private <T, E extends Exception> T answerOr(
      KafkaFuture<T> future, Class<E> expected, Function<E, T> otherwise) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (expected.isInstance(e.getCause())) {
        return otherwise.apply(expected.cast(e.getCause()));
      }
      throw refusal(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal(e);
    }
  }

  private BadUsageException refusal(Throwable failure) {
    String text = topic.location().text();
    if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
      return new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot reach '%s': the broker refused (%s)",
              text,
              Cause.chain(failure)));
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    boolean isUnresolved =
        cause instanceof ConfigException
            && String.valueOf(cause.getMessage()).contains("bootstrap");
    if (failure instanceof TimeoutException || isUnresolved) {
      return new BadUsageException(
          String.format(
              Locale.ROOT, "Cannot reach '%s': no broker answered at %s", text, topic.brokers()));
    }
    return new BadUsageException(
        String.format(Locale.ROOT, "Cannot use '%s': %s", text, Cause.chain(failure)));
  }
}
