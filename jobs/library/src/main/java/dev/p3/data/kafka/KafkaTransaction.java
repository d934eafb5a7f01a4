package dev.p3.data.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that show all at once to readers of what is committed, or never. Opened under a name:
 * what an earlier owner of the name has left open is undone, and that owner can send no more.
 *
 * <p>Every method throws {@link JobFailedException} when the brokers do not take what they are
 * given. Messages are sent by one thread; {@link #close} may be called by another.
 */
final class KafkaTransaction implements AutoCloseable {
  /** The header that tells of which batch a message is. */
  static final String BATCH = "p3-batch";

  /** The header that tells of what a batch is made; not of a run without batches. */
  static final String CONTENT = "p3-content";

  /** The most that brokers grant unless they are set up otherwise. */
  private static final int LIFE_MILLIS = 15 * 60 * 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(10);
  private static final int MILLIS_BETWEEN_LOOKS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTransaction.class);

  private final KafkaTopic topic;
  private final List<Header> headers;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
  private volatile Exception refused;
  private long sent;

  /**
   * Waits until what an earlier owner of the name has left is done or undone.
   *
   * @param owner told apart from every other one; the topic is added to it
   * @param batch the value of the header {@link #BATCH}
   * @param content that of the header {@link #CONTENT}
   */
  KafkaTransaction(KafkaTopic topic, String owner, String batch, Optional<String> content) {
    this.topic = topic;
    this.headers =
        Stream.concat(
                Stream.of(header(BATCH, batch)),
                content.map(each -> header(CONTENT, each)).stream())
            .toList();
    Map<String, Object> settings = topic.clientSettings();
    settings.putIfAbsent("transaction.timeout.ms", LIFE_MILLIS);
    settings.put("transactional.id", "p3-" + owner + "-" + topic.name());
    settings.put("enable.idempotence", "true");
    settings.put("acks", "all");
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw cannotWrite(e);
    }
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw cannotWrite(e);
    }
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  /** Sends a message without key, which does not show yet. */
  void send(String value) {
    try {
      if (sent == 0) {
        producer.beginTransaction();
      }
      // The callback hears of failures.
      var unused =
          producer.send(
              new ProducerRecord<byte[], byte[]>(
                  topic.name(), null, null, value.getBytes(UTF_8), headers),
              (place, failure) -> {
                if (failure == null) {
                  ends.merge(place.partition(), place.offset() + 1, Math::max);
                } else if (refused == null) {
                  refused = failure;
                }
              });
      sent++;
    } catch (KafkaException | IllegalStateException e) {
      throw cannotWrite(e);
    }
    requireTaken();
  }

  /**
   * Waits until the brokers have all that was sent.
   *
   * @return the number of messages
   */
  long flush() {
    try {
      producer.flush();
    } catch (KafkaException e) {
      throw cannotWrite(e);
    }
    requireTaken();
    return sent;
  }

  /**
   * Lets all messages show. Brokers answer once it is certain that they will, and tell the
   * partitions afterwards: waits for that too, 10 s at most, because another producer's open
   * transaction may hide them for longer.
   */
  void commit() {
    try {
      if (sent > 0) {
        commitPatiently();
        waitUntilShown();
      }
    } catch (TimeoutException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': the brokers do not say whether they have added its rows, all or none (%s)",
              topic.location().text(),
              Cause.chain(e)),
          e);
    } catch (KafkaException | IllegalStateException e) {
      throw isFenced(e)
          ? fenced(e)
          : new JobFailedException(
              String.format(
                  Locale.ROOT,
                  "Cannot finish output '%s': %s; none of its rows was added",
                  topic.location().text(),
                  Cause.chain(e)),
              e);
    }
  }

  /** For each partition that has messages of this transaction, the offset after the last one. */
  Map<Integer, Long> ends() {
    return Map.copyOf(ends);
  }

  private static boolean isFenced(Exception failure) {
    return Cause.causes(failure).stream()
        .anyMatch(
            each ->
                each instanceof ProducerFencedException
                    || each instanceof InvalidProducerEpochException);
  }

  private JobFailedException fenced(Exception failure) {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot add to '%s': the brokers have undone its transaction, because another driver of this stream was started since and has taken over, or it was open for longer than kafka.transaction.timeout.ms; none of this one's rows was added",
            topic.location().text()),
        failure);
  }

  private void commitPatiently() {
    try {
      producer.commitTransaction();
    } catch (TimeoutException e) {
      producer.commitTransaction(); // goes on with the same commit
    }
  }

  private void waitUntilShown() {
    long end = System.nanoTime() + SHOWN_WITHIN.toNanos();
    try (var cluster = new KafkaAdmin(topic)) {
      while (!isShown(cluster.endOffsets(IsolationLevel.READ_COMMITTED))
          && System.nanoTime() < end) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      }
    } catch (BadUsageException e) {
      LOG.debug("cannot tell whether the rows of '{}' show", topic.location().text(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they are committed all the same
    }
  }

  private boolean isShown(Map<Integer, Long> committed) {
    return ends.entrySet().stream()
        .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** Undoes what was not committed. */
  @Override
  public void close() {
    producer.close(PATIENCE);
  }

  private void requireTaken() {
    Exception failure = refused;
    if (failure != null) {
      throw cannotWrite(failure);
    }
  }

  private JobFailedException cannotWrite(Exception failure) {
    if (isFenced(failure)) {
      return fenced(failure);
    }
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot write '%s': %s; none of its rows was added",
            topic.location().text(),
            Cause.chain(failure)),
        failure);
  }
}
