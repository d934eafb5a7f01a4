package dev.p3.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.p3.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker of one node in this JVM. It is of Scala 2.13 alone, so it is called by name: tests
 * compile without it.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final String SERVER = "kafka.server.KafkaRaftServer";
  private static final int PARTITIONS = 3;

  /** The only user of {@link #guardedAddress}. */
  public static final String USER = "reader";

  public static final String PASSWORD = "open sesame";

  private final String address;
  private final String guardedAddress;
  private final Object server;

  private KafkaBroker(String address, String guardedAddress, Object server) {
    this.address = address;
    this.guardedAddress = guardedAddress;
    this.server = server;
  }

  /** Whether Spark's connector and a broker are on the class path. */
  public static boolean isThere() {
    try {
      Class.forName(SERVER);
      Class.forName("org.apache.spark.sql.kafka010.KafkaSourceProvider");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  public static KafkaBroker start(Path directory) throws Exception {
    Files.writeString(
        Files.createDirectories(directory).resolve("meta.properties"),
        "version=1\nnode.id=1\ncluster.id=%s\n".formatted(Uuid.randomUuid()));
    List<Integer> ports = FreePorts.several(3);
    String address = "127.0.0.1:" + ports.get(0);
    String guardedAddress = "127.0.0.1:" + ports.get(1);
    String controller = "127.0.0.1:" + ports.get(2);
    var settings = new Properties();
    settings.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@" + controller,
            "controller.listener.names", "CONTROLLER",
            "listeners",
                "PLAINTEXT://%s,SASL_PLAINTEXT://%s,CONTROLLER://%s"
                    .formatted(address, guardedAddress, controller),
            "log.dirs", directory.toString(),
            "log.cleaner.enable", "false",
            "auto.create.topics.enable", "false",
            "num.partitions", Integer.toString(PARTITIONS)));
    settings.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1"));
    settings.putAll(
        Map.of(
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms",
            "PLAIN",
            "listener.name.sasl_plaintext.plain.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                .formatted(USER, PASSWORD)));
    Class<?> configuration = Class.forName("kafka.server.KafkaConfig");
    Object configured =
        configuration.getMethod("fromProps", Properties.class).invoke(null, settings);
    Object server =
        Class.forName(SERVER)
            .getConstructor(configuration, Time.class)
            .newInstance(configured, Time.SYSTEM);
    server.getClass().getMethod("startup").invoke(server);
    return new KafkaBroker(address, guardedAddress, server);
  }

  /** As {@code HOST:PORT}. */
  public String address() {
    return address;
  }

  /** As {@code HOST:PORT}, where the broker asks for a login (SASL, PLAIN). */
  public String guardedAddress() {
    return guardedAddress;
  }

  /** The URI of a topic. */
  public String topic(String name) {
    return "kafka:" + address + "/" + name;
  }

  /** Sends values one after the other; null is a tombstone. */
  public void send(String topic, byte[]... values) {
    try (var producer = producer(Map.of())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, value));
      }
    }
  }

  public void send(String topic, List<String> values) {
    send(topic, values.stream().map(value -> value.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  /** Makes a topic, with a partition alone. */
  public void create(String topic) throws Exception {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  /** Forgets the messages before an offset. */
  public void delete(String topic, long before) throws Exception {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }

  public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put("bootstrap.servers", address);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** All that a reader of what is committed sees, in no order. */
  public List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      var messages = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(messages::add);
      }
      return messages;
    }
  }

  /** The values of {@link #committed}. */
  public List<String> values(String topic) {
    return committed(topic).stream().map(message -> new String(message.value(), UTF_8)).toList();
  }

  @Override
  public void close() {
    try {
      server.getClass().getMethod("shutdown").invoke(server);
      server.getClass().getMethod("awaitShutdown").invoke(server);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
