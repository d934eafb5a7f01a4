package dev.p3.data.kafka;

import static java.util.stream.Collectors.joining;

import dev.p3.data.DataLocation;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.NearMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.IsolationLevel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A topic: {@code kafka[,values=json|text][,OPTION=VALUE…]:HOST:PORT[,HOST:PORT…]/TOPIC}. Options
 * are those of Spark's Kafka source; {@code kafka.*} go on to Kafka's own clients.
 *
 * @param location as the user wrote it
 * @param brokers where to ask for the cluster, as {@code HOST:PORT,…}
 * @param name of the topic
 * @param values what is in a message
 * @param options without p3's own
 */
record KafkaTopic(
    DataLocation location,
    String brokers,
    String name,
    Values values,
    Map<String, String> options) {
  public static final String SOURCE = "kafka";

  private static final Pattern PLACE =
      Pattern.compile(
          "(?<brokers>[^/,\\s]+:\\d+(?:,[^/,\\s]+:\\d+)*)/(?<topic>[A-Za-z0-9._-]{1,249})");
  private static final String VALUES = "values";
  private static final String CLIENT = "kafka.";
  private static final String ISOLATION = CLIENT + "isolation.level";
  private static final String FIRST = "startingOffsets";
  private static final String LAST = "endingOffsets";
  private static final Set<String> STARTS =
      Set.of(FIRST, "startingTimestamp", "startingOffsetsByTimestamp");
  private static final Set<String> ENDS =
      Set.of(LAST, "endingTimestamp", "endingOffsetsByTimestamp");
  private static final Set<String> OTHERS =
      Set.of(
          VALUES,
          "startingOffsetsByTimestampStrategy",
          "maxOffsetsPerTrigger",
          "minOffsetsPerTrigger",
          "maxTriggerDelay",
          "minPartitions",
          "maxRecordsPerPartition",
          "groupIdPrefix",
          "kafkaConsumer.pollTimeoutMs",
          "fetchOffset.numRetries",
          "fetchOffset.retryIntervalMs");

  public KafkaTopic {
    options = Map.copyOf(options);
  }

  /** What a message holds besides its key, which p3 does not look at. */
  public enum Values {
    /** An object. */
    JSON,
    /** One column. */
    TEXT
  }

  /**
   * A topic to read; asks no broker.
   *
   * @throws BadUsageException naming every fault of what was written
   */
  public static KafkaTopic toRead(DataLocation location) {
    var known = new TreeSet<>(OTHERS);
    known.addAll(STARTS);
    known.addAll(ENDS);
    return of(location, known);
  }

  /** As {@link #toRead}, for a topic to write, which has fewer options. */
  static KafkaTopic toWrite(DataLocation location) {
    return of(location, Set.of(VALUES));
  }

  private static KafkaTopic of(DataLocation location, Set<String> known) {
    var faults = new Faults();
    Matcher place = PLACE.matcher(location.path());
    if (!place.matches()) {
      faults.add(
          "Cannot use '%s': it names no topic (must be kafka:HOST:PORT/TOPIC)", location.text());
    }
    var options = new TreeMap<>(location.options());
    for (String option : options.keySet()) {
      if (!known.contains(option) && !option.startsWith(CLIENT)) {
        faults.add(
            "Cannot use '%s': unknown option '%s' (must be kafka.…, or one of %s).%s",
            location.text(), option, String.join(", ", known), NearMatch.question(option, known));
      }
    }
    String values = options.getOrDefault(VALUES, "json");
    if (!List.of("json", "text").contains(values)) {
      faults.add(
          "Invalid option values of '%s': '%s' (must be one of json, text)",
          location.text(), values);
    }
    faults.throwIfAny();
    options.remove(VALUES);
    return new KafkaTopic(
        location,
        place.group("brokers"),
        place.group("topic"),
        values.equals("json") ? Values.JSON : Values.TEXT,
        options);
  }

  /**
   * Asks the brokers for the topic.
   *
   * @throws BadUsageException when none answers, they refuse, or there is no such topic
   */
  public void requireThere() {
    try (var cluster = new KafkaAdmin(this)) {
      cluster.requireTopic();
    }
  }

  /**
   * The messages that are there now: both ends are looked up once, so that the rows are the same
   * however often they are read. Of transactions only those that are committed count.
   *
   * @throws BadUsageException when the brokers do not answer, or refuse
   */
  public Dataset<Row> messages(SparkSession spark) {
    Map<String, String> reader = readerOptions();
    try (var cluster = new KafkaAdmin(this)) {
      if (STARTS.stream().noneMatch(reader::containsKey)) {
        reader.put(FIRST, json(cluster.firstOffsets()));
      }
      if (ENDS.stream().noneMatch(reader::containsKey)) {
        reader.put(LAST, json(cluster.endOffsets(IsolationLevel.READ_COMMITTED)));
      }
    }
    return spark.read().format(SOURCE).options(reader).load();
  }

  /** The messages as they arrive, from the first one on unless the user wrote otherwise. */
  public Dataset<Row> arriving(SparkSession spark) {
    Map<String, String> reader = readerOptions();
    if (STARTS.stream().noneMatch(reader::containsKey)) {
      reader.put(FIRST, "earliest");
    }
    return spark.readStream().format(SOURCE).options(reader).load();
  }

  /**
   * Messages with their headers, from some offsets to others.
   *
   * @param from an offset for each partition
   * @param to an offset for each partition
   */
  Dataset<Row> messages(SparkSession spark, Map<Integer, Long> from, Map<Integer, Long> to) {
    Map<String, String> reader = readerOptions();
    reader.put(FIRST, json(from));
    reader.put(LAST, json(to));
    reader.put("includeHeaders", "true");
    return spark.read().format(SOURCE).options(reader).load();
  }

  /** What Kafka's own clients are to be told. */
  Map<String, Object> clientSettings() {
    var settings = new HashMap<String, Object>();
    options.forEach(
        (option, value) -> {
          if (option.startsWith(CLIENT)) {
            settings.put(option.substring(CLIENT.length()), value);
          }
        });
    settings.put("bootstrap.servers", brokers);
    return settings;
  }

  private Map<String, String> readerOptions() {
    var reader = new HashMap<>(options);
    reader.putIfAbsent(ISOLATION, "read_committed");
    reader.put("kafka.bootstrap.servers", brokers);
    reader.put("subscribe", name);
    return reader;
  }

  private String json(Map<Integer, Long> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "\"%d\":%d", each.getKey(), each.getValue()))
            .collect(joining(",", "{\"" + name + "\":{", "}}"));
  }
}
