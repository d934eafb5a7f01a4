package dev.p3.data.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.p3.data.AtomicFile;
import dev.p3.data.StreamOutput;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.sql.SparkSession;

/**
 * Finds out whether a batch of a stream is in a topic already. Before a batch is sent for the first
 * time, the checkpoint is told where the topic ended; when it is begun again, the messages after
 * that place are looked through. So are, before the first batch of a driver, those after the place
 * of the batch before: a checkpoint that was restored or copied knows of no later one.
 *
 * <p>Cost: at the start of a driver one read of all that was added to the topic since its last
 * batch was begun; later of what others add.
 */
final class KafkaBatches {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** A transaction of another program may be open so long, and nobody sees past it. */
  private static final Duration STALLED = Duration.ofMinutes(16);

  private final KafkaTopic topic;
  private final StreamOutput.Batch batch;
  private final Map<Integer, Long> known;
  private Map<Integer, Long> end = Map.of();

  /**
   * @param known for each partition, the offset up to which this driver knows all of the stream
   */
  KafkaBatches(KafkaTopic topic, StreamOutput.Batch batch, Map<Integer, Long> known) {
    this.topic = topic;
    this.batch = batch;
    this.known = known;
  }

  /**
   * What of a batch is in the topic.
   *
   * @param from the offset for each partition after which the batch may be
   */
  record Found(Map<Integer, Long> from, long messages) {}

  StreamOutput.Batch batch() {
    return batch;
  }

  /** Remembers that the batch is there. No other driver can have added anything meanwhile. */
  void committed(Map<Integer, Long> ends) {
    known.putAll(end);
    ends.forEach((partition, offset) -> known.merge(partition, offset, Math::max));
  }

  /**
   * Looks for the batch, and notes that it is begun, where the topic ends now.
   *
   * @param header of its messages
   * @param now where the topic ends
   * @throws JobFailedException when one of its number is there with other content
   */
  Found begin(String header, Map<Integer, Long> now, SparkSession spark) throws IOException {
    end = now;
    var notes =
        new Path(
            batch.checkpoint(),
            String.format(
                Locale.ROOT, "p3-kafka-%s-%08x", topic.name(), topic.brokers().hashCode()));
    FileSystem storage = notes.getFileSystem(spark.sparkContext().hadoopConfiguration());
    storage.mkdirs(notes);
    var note = new Path(notes, Long.toString(batch.number()));
    if (storage.exists(note)) {
      return found(header, read(storage, note));
    }
    List<Path> others =
        Arrays.stream(storage.listStatus(notes))
            .map(FileStatus::getPath)
            .filter(other -> other.getName().matches("\\d{1,18}"))
            .sorted(Comparator.comparing(KafkaBatches::number))
            .toList();
    Optional<Path> last =
        others.isEmpty() ? Optional.empty() : Optional.of(others.get(others.size() - 1));
    boolean isSetBack = last.filter(other -> number(other) > batch.number()).isPresent();
    Map<Integer, Long> after =
        isSetBack ? Map.of() : last.isPresent() ? read(storage, last.get()) : end;
    Found found = found(header, isSetBack ? after : later(after));
    Map<Integer, Long> from = found.messages() > 0 || isSetBack ? found.from() : end;
    if (!isWritten(storage, note, from)) {
      return found(header, read(storage, note)); // another driver began the batch before
    }
    for (Path other : isSetBack ? List.<Path>of() : others) {
      storage.delete(other, false);
    }
    return new Found(from, found.messages());
  }

  private static long number(Path note) {
    return Long.parseLong(note.getName());
  }

  /** The place, or where this driver knows more, that. */
  private Map<Integer, Long> later(Map<Integer, Long> place) {
    var later = new HashMap<>(place);
    known.forEach((partition, offset) -> later.merge(partition, offset, Math::max));
    return later;
  }

  /** Who finds nothing at all need not wait for what others have open. */
  private Found found(String header, Map<Integer, Long> from) {
    boolean isThere = count(header, from, end, IsolationLevel.READ_UNCOMMITTED) > 0;
    return new Found(from, isThere ? count(header, from, end, IsolationLevel.READ_COMMITTED) : 0);
  }

  /**
   * Counts messages of a batch.
   *
   * @param from offsets; partitions without one are read from their first message
   * @param to offsets
   * @param isolation whether to wait for transactions that are open, and look at what is committed
   */
  private long count(
      String header, Map<Integer, Long> from, Map<Integer, Long> to, IsolationLevel isolation) {
    if (from.equals(to)) {
      return 0;
    }
    byte[] wanted = header.getBytes(UTF_8);
    Map<String, Object> settings = topic.clientSettings();
    settings.put("isolation.level", isolation.toString().toLowerCase(Locale.ROOT));
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = new HashMap<TopicPartition, Long>();
      to.forEach((partition, end) -> partitions.put(at(partition), end));
      consumer.assign(partitions.keySet());
      consumer.seekToBeginning(partitions.keySet());
      from.forEach(
          (partition, start) -> {
            if (to.containsKey(partition)) {
              consumer.seek(at(partition), start);
            }
          });
      long found = 0;
      long seen = -1;
      Instant progress = Instant.now();
      while (partitions.entrySet().stream()
          .anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          Header ours = message.headers().lastHeader(KafkaTransaction.BATCH);
          if (ours != null && Arrays.equals(ours.value(), wanted)) {
            if (isolation == IsolationLevel.READ_COMMITTED) {
              requireContent(message.headers().lastHeader(KafkaTransaction.CONTENT));
            }
            found++;
          }
        }
        long position = partitions.keySet().stream().mapToLong(consumer::position).sum();
        if (position != seen) {
          seen = position;
          progress = Instant.now();
        }
        requireProgress(progress);
      }
      return found;
    } catch (KafkaException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot find out whether batch %d is in '%s' already: %s",
              batch.number(),
              topic.location().text(),
              Cause.chain(e)),
          e);
    }
  }

  /** That of a version of p3 that did not note it is taken for this one. */
  private void requireContent(Header content) {
    if (content != null && !batch.content().equals(new String(content.value(), UTF_8))) {
      throw batch.differs(topic.location());
    }
  }

  private void requireProgress(Instant progress) {
    if (progress.plus(STALLED).isBefore(Instant.now())) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot find out whether batch %d is in '%s' already: a transaction of another program does not end",
              batch.number(),
              topic.location().text()));
    }
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(topic.name(), partition);
  }

  private static Map<Integer, Long> read(FileSystem storage, Path note) throws IOException {
    var noted = new Properties();
    try (InputStream in = storage.open(note)) {
      noted.load(in);
    }
    var offsets = new HashMap<Integer, Long>();
    noted.forEach(
        (partition, offset) ->
            offsets.put(Integer.valueOf(partition.toString()), Long.valueOf(offset.toString())));
    return offsets;
  }

  private static boolean isWritten(FileSystem storage, Path note, Map<Integer, Long> offsets)
      throws IOException {
    var noted = new Properties();
    offsets.forEach((partition, offset) -> noted.put(partition.toString(), offset.toString()));
    return AtomicFile.create(
        storage,
        note,
        out -> noted.store(out, "where the topic ended before the batch was first begun"));
  }
}
