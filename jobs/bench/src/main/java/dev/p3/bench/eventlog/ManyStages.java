package dev.p3.bench.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.p3.bench.BenchSpark;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Writes the event log of an application of many small stages: what Spark itself logs of one query
 * of two stages with three tasks each, again and again under other numbers, until the log has as
 * many megabytes as are asked for.
 *
 * <pre>jobs/bench/run dev.p3.bench.eventlog.ManyStages FILE MEGABYTES</pre>
 */
public final class ManyStages {
  private static final int TASKS = 3;
  private static final int STAGES = 2;
  private static final String QUERY_STARTS = "SparkListenerSQLExecutionStart";
  private static final String QUERY_ENDS = "SparkListenerSQLExecutionEnd";

  private static final int MILLIS_OF_A_QUERY = 100;

  /** More than one query has RDDs and accumulators. */
  private static final int STRIDE_OF_OTHERS = 100;

  /** By how much a number grows from one query to the next. */
  private static final Map<String, Integer> STRIDES =
      Map.ofEntries(
          Map.entry("Job ID", 1),
          Map.entry("executionId", 1),
          Map.entry("spark.sql.execution.id", 1),
          Map.entry("Stage ID", STAGES),
          Map.entry("Stage IDs", STAGES),
          Map.entry("Parent IDs", STAGES), // in "RDD Info" those of RDDs
          Map.entry("Task ID", STAGES * TASKS),
          Map.entry("RDD ID", STRIDE_OF_OTHERS),
          Map.entry("ID", STRIDE_OF_OTHERS),
          Map.entry("accumulatorId", STRIDE_OF_OTHERS),
          Map.entry("time", MILLIS_OF_A_QUERY),
          Map.entry("Submission Time", MILLIS_OF_A_QUERY),
          Map.entry("Completion Time", MILLIS_OF_A_QUERY),
          Map.entry("Launch Time", MILLIS_OF_A_QUERY),
          Map.entry("Finish Time", MILLIS_OF_A_QUERY));

  private static final ObjectMapper JSON = new ObjectMapper();

  private ManyStages() {}

  public static void main(String[] arguments) throws IOException, TimeoutException {
    Path file = Path.of(arguments[0]);
    long bytes = Long.parseLong(arguments[1]) * 1_000_000;
    List<String> lines = logOfTwoQueries();
    int first = indexOf(QUERY_STARTS, 0, lines);
    int second = indexOf(QUERY_STARTS, first + 1, lines);
    var query = new ArrayList<JsonNode>();
    for (String line : lines.subList(second, indexOf(QUERY_ENDS, second, lines) + 1)) {
      query.add(JSON.readTree(line));
    }
    int queries = write(file, bytes, lines.subList(0, first), query);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes, %,d tasks in %,d stages%n",
        file,
        Files.size(file),
        queries * STAGES * TASKS,
        queries * STAGES);
  }

  private static int write(Path file, long bytes, List<String> start, List<JsonNode> query)
      throws IOException {
    int queries = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String line : start) {
        out.write(line + "\n");
      }
      for (long written = 0; written < bytes; queries++) {
        for (JsonNode event : query) {
          String line = JSON.writeValueAsString(shifted("", event, queries, false)) + "\n";
          out.write(line);
          written += line.length();
        }
      }
    }
    return queries;
  }

  /** The second query's code is compiled, as that of all the others of a long application. */
  private static List<String> logOfTwoQueries() throws IOException, TimeoutException {
    Path folder = Files.createTempDirectory("event-log-");
    try (SparkSession spark = BenchSpark.open(2)) {
      var context = spark.sparkContext();
      var settings =
          context
              .getConf()
              .clone()
              .set("spark.eventLog.compress", "false")
              .set("spark.eventLog.rolling.enabled", "false");
      var log =
          new EventLoggingListener(
              "log", Option.empty(), folder.toUri(), settings, new Configuration());
      log.start();
      context.addSparkListener(log);
      spark.conf().set("spark.sql.adaptive.enabled", "false");
      spark.conf().set("spark.sql.shuffle.partitions", String.valueOf(TASKS));
      for (int i = 0; i < 2; i++) {
        spark
            .range(0, 100_000, 1, TASKS)
            .selectExpr("id % 100 as k", "id")
            .groupBy("k")
            .sum("id")
            .collect();
      }
      context.listenerBus().waitUntilEmpty();
      log.stop();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readAllLines(
          files
              .filter(file -> !file.getFileName().toString().endsWith(".crc"))
              .findFirst()
              .orElseThrow());
    }
  }

  private static int indexOf(String event, int from, List<String> lines) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).startsWith("{\"Event\":\"org.apache.spark.sql.execution.ui." + event)) {
        return i;
      }
    }
    throw new IllegalStateException("Spark did not log a " + event);
  }

  /**
   * The same under other numbers.
   *
   * @param name of the field that holds it
   * @param ofRdd whether its parents are RDDs
   */
  private static JsonNode shifted(String name, JsonNode node, int query, boolean ofRdd) {
    if (node.isObject()) {
      ObjectNode object = JSON.createObjectNode();
      node.properties()
          .forEach(
              field ->
                  object.set(
                      field.getKey(),
                      shifted(
                          field.getKey(),
                          field.getValue(),
                          query,
                          ofRdd || name.equals("RDD Info"))));
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      node.forEach(each -> array.add(shifted(name, each, query, ofRdd)));
      return array;
    }
    Integer stride =
        ofRdd && name.equals("Parent IDs") ? (Integer) STRIDE_OF_OTHERS : STRIDES.get(name);
    if (stride == null) {
      return node;
    }
    long shifted = node.asLong() + (long) stride * query;
    return node.isTextual()
        ? TextNode.valueOf(String.valueOf(shifted))
        : node.isInt() ? IntNode.valueOf((int) shifted) : LongNode.valueOf(shifted);
  }
}
