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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.sql.SparkSession;

/**
 * Finds out whether a batch of a stream is in a topic already. Before a batch is sent for the first
 * time, the checkpoint is told where the topic ended; when it is begun again, the messages after
 * that place are looked through.
 *
 * <p>Cost: for a batch that is begun again, one read of all that was added to the topic since.
 */
final class KafkaBatches {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** A transaction of another program may be open so long, and nobody sees past it. */
  private static final Duration STALLED = Duration.ofMinutes(16);

  private final KafkaTopic topic;
  private final StreamOutput.Batch batch;

  KafkaBatches(KafkaTopic topic, StreamOutput.Batch batch) {
    this.topic = topic;
    this.batch = batch;
  }

  /**
   * Notes that the batch is begun, where the topic ends now.
   *
   * @return the offset for each partition after which the batch may be
   */
  Map<Integer, Long> begin(Map<Integer, Long> end, SparkSession spark) throws IOException {
    var notes =
        new Path(
            batch.checkpoint(),
            String.format(
                Locale.ROOT, "p3-kafka-%s-%08x", topic.name(), topic.brokers().hashCode()));
    FileSystem storage = notes.getFileSystem(spark.sparkContext().hadoopConfiguration());
    storage.mkdirs(notes);
    var note = new Path(notes, Long.toString(batch.number()));
    if (storage.exists(note)) {
      return read(storage, note);
    }
    FileStatus[] others = storage.listStatus(note.getParent());
    boolean isSetBack =
        Arrays.stream(others)
            .map(other -> other.getPath().getName())
            .anyMatch(name -> name.matches("\\d{1,18}") && Long.parseLong(name) > batch.number());
    Map<Integer, Long> from = isSetBack ? Map.of() : end;
    if (!isWritten(storage, note, from)) {
      return read(storage, note); // another driver began the batch before
    }
    for (FileStatus other : isSetBack ? new FileStatus[0] : others) {
      storage.delete(other.getPath(), false);
    }
    return from;
  }

  /**
   * Counts messages of a batch.
   *
   * @param from offsets; partitions without one are read from their first message
   * @param to offsets
   */
  long count(String header, Map<Integer, Long> from, Map<Integer, Long> to) {
    if (from.equals(to)) {
      return 0;
    }
    byte[] wanted = header.getBytes(UTF_8);
    Map<String, Object> settings = topic.clientSettings();
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = new HashMap<TopicPartition, Long>();
      to.forEach((partition, end) -> partitions.put(at(partition), end));
      consumer.assign(partitions.keySet());
      consumer.seekToBeginning(partitions.keySet());
      from.forEach((partition, start) -> consumer.seek(at(partition), start));
      long found = 0;
      long seen = -1;
      Instant progress = Instant.now();
      while (partitions.entrySet().stream()
          .anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          Header ours = message.headers().lastHeader(KafkaTransaction.BATCH);
          if (ours != null && Arrays.equals(ours.value(), wanted)) {
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
