package dev.p3.profile.eventlog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.profile.collect.CallSites;
import dev.p3.profile.collect.Collector;
import dev.p3.profile.collect.Facts;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.model.StageProfile.RddProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tells a {@link ProfileBuilder} what the lines of an event log say. Not thread-safe. */
final class EventReader {
  private static final String TASK_END = "SparkListenerTaskEnd";
  private static final String SQL = "org.apache.spark.sql.execution.ui.";

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

  private static final byte[] NAME = "{\"Event\":\"".getBytes(StandardCharsets.US_ASCII);

  /** What there is most of, and nothing here. */
  private static final List<String> PASSED_OVER =
      List.of(
          "SparkListenerTaskStart", "SparkListenerTaskGettingResult", "SparkListenerBlockUpdated");

  private final ProfileBuilder profile;
  private final ObjectMapper json = new ObjectMapper();
  private final TaskEndReader tasks = new TaskEndReader();
  private long lines;
  private long known;
  private long broken;
  private long last;
  private boolean hasEnded;
  private boolean hasBegun;

  EventReader(ProfileBuilder profile) {
    this.profile = profile;
  }

  long lines() {
    return lines;
  }

  /** How many events were understood. */
  long known() {
    return known;
  }

  /** Reads one line, in UTF-8. */
  void read(LogLines line) {
    lines++;
    if (line.isTooLong()) {
      broken++;
      return;
    }
    byte[] bytes = line.buffer();
    int start = line.start();
    int length = line.length();
    try {
      String event = event(bytes, start, length);
      if (PASSED_OVER.contains(event)) {
        known++;
      } else if (event.equals(TASK_END)) {
        Facts.Task task = tasks.read(bytes, start, length);
        if (task != null) {
          begin(task.launched());
          last = Math.max(last, task.finished());
          profile.taskEnded(task);
          if (task.metrics() == null) {
            profile.metricsLost();
          }
          known++;
        }
      } else {
        JsonNode node = tree(bytes, start, length);
        known += node != null && read(node.path("Event").asText(), node) ? 1 : 0;
      }
    } catch (IOException | RuntimeException e) {
      broken++; // the last line of a log that ended early, or none of Spark's
    }
  }

  private JsonNode tree(byte[] bytes, int start, int length) throws IOException {
    try {
      return tree(json.createParser(bytes, start, length));
    } catch (JsonProcessingException e) {
      return tree(json.createParser(LogLines.text(bytes, start, length)));
    }
  }

  private JsonNode tree(JsonParser source) throws IOException {
    try (JsonParser parser = WantedFields.of(source)) {
      return json.readTree(parser);
    }
  }

  /** The event's name where it stands first, as Spark writes it; else empty. */
  private static String event(byte[] bytes, int start, int length) {
    int first = start + NAME.length;
    if (length < NAME.length || !Arrays.equals(bytes, start, first, NAME, 0, NAME.length)) {
      return "";
    }
    int end = first;
    while (end < start + length && bytes[end] != '"') {
      end++;
    }
    return new String(bytes, first, end - first, StandardCharsets.UTF_8);
  }

  /** Says what is missing. */
  void end() {
    if (broken > 0) {
      profile.note(String.format(Locale.ROOT, "%,d lines of the log are no whole events.", broken));
    }
    if (!hasEnded) {
      profile.note("The log does not say that the application ended.");
      profile.ends(last, "running", null);
    }
    profile.note("A log has no stacks: there are no functions and no allocations.");
  }

  private void begin(long time) {
    if (!hasBegun) {
      hasBegun = true;
      profile.begins("", "", time);
    }
  }

  /** Fields that it asks for are in {@link WantedFields}. */
  private boolean read(String event, JsonNode node) throws JsonProcessingException {
    switch (event) {
      case "SparkListenerLogStart" -> profile.runsOn(node.path("Spark Version").asText(), Map.of());
      case "SparkListenerApplicationStart" -> {
        hasBegun = true;
        profile.begins(
            node.path("App ID").asText(),
            node.path("App Name").asText(),
            time(node.path("Timestamp")));
      }
      case "SparkListenerApplicationEnd" -> {
        hasEnded = true;
        profile.ends(time(node.path("Timestamp")), "complete", null);
      }
      case "SparkListenerEnvironmentUpdate" -> profile.runsOn("", settings(node));
      case "SparkListenerExecutorAdded" ->
          profile.executorAdded(
              node.path("Executor ID").asText(),
              node.path("Executor Info").path("Host").asText(),
              node.path("Executor Info").path("Total Cores").asInt(),
              time(node.path("Timestamp")));
      case "SparkListenerExecutorRemoved" ->
          profile.executorRemoved(
              node.path("Executor ID").asText(),
              node.path("Removed Reason").asText(),
              time(node.path("Timestamp")));
      case "SparkListenerStageExecutorMetrics" ->
          profile.executorPeaks(
              node.path("Executor ID").asText(), numbers(node.path("Executor Metrics")));
      case "SparkListenerJobStart" -> jobStarted(node);
      case "SparkListenerJobEnd" ->
          profile.jobEnded(
              node.path("Job ID").asInt(),
              node.path("Job Result").path("Result").asText().equals("JobSucceeded"),
              time(node.path("Completion Time")));
      case "SparkListenerStageSubmitted" -> profile.stageSubmitted(stage(node.path("Stage Info")));
      case "SparkListenerStageCompleted" -> stageCompleted(node.path("Stage Info"));
      default -> {
        return event.startsWith(SQL) ? query(event.substring(SQL.length()), node) : false;
      }
    }
    return true;
  }

  private boolean query(String event, JsonNode node) {
    long query = node.path("executionId").asLong();
    switch (event) {
      case "SparkListenerSQLExecutionStart" ->
          profile.queryStarted(
              query,
              node.path("description").asText(),
              operator(node.path("sparkPlanInfo")),
              time(node.path("time")));
      case "SparkListenerSQLAdaptiveExecutionUpdate" ->
          profile.queryPlanned(query, operator(node.path("sparkPlanInfo")));
      case "SparkListenerSQLExecutionEnd" -> profile.queryEnded(query, time(node.path("time")));
      case "SparkListenerDriverAccumUpdates" -> {
        var values = new HashMap<Long, Long>();
        node.path("accumUpdates")
            .forEach(pair -> values.put(pair.path(0).asLong(), pair.path(1).asLong()));
        profile.accumulated(values);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private long time(JsonNode node) {
    last = Math.max(last, node.asLong());
    return node.asLong();
  }

  private static Map<String, String> settings(JsonNode node) {
    var settings = new TreeMap<String, String>();
    node.path("Spark Properties")
        .properties()
        .forEach(field -> settings.put(field.getKey(), field.getValue().asText()));
    return Collector.withoutSecrets(settings);
  }

  private static Map<String, Long> numbers(JsonNode node) {
    var numbers = new TreeMap<String, Long>();
    node.properties().forEach(field -> numbers.put(field.getKey(), field.getValue().asLong()));
    return numbers;
  }

  private void jobStarted(JsonNode node) {
    JsonNode properties = node.path("Properties");
    JsonNode query = properties.path("spark.sql.execution.id");
    long submitted = time(node.path("Submission Time"));
    begin(submitted);
    profile.jobStarted(
        new Facts.Job(
            node.path("Job ID").asInt(),
            properties.path("spark.job.description").asText(),
            query.isMissingNode() ? null : (Long) query.asLong(),
            integers(node.path("Stage IDs")),
            submitted));
  }

  private void stageCompleted(JsonNode node) {
    profile.stageCompleted(stage(node));
    var values = new HashMap<Long, Long>();
    for (JsonNode accumulable : node.path("Accumulables")) {
      String value = accumulable.path("Value").asText();
      if (WHOLE_NUMBER.matcher(value).matches()) {
        values.put(accumulable.path("ID").asLong(), Long.valueOf(value));
      }
    }
    profile.accumulated(values);
  }

  private Facts.Stage stage(JsonNode node) {
    var rdds = new ArrayList<RddProfile>();
    for (JsonNode rdd : node.path("RDD Info")) {
      JsonNode level = rdd.path("Storage Level");
      rdds.add(
          new RddProfile(
              rdd.path("RDD ID").asInt(),
              rdd.path("Name").asText(),
              CallSites.userLine(rdd.path("Callsite").asText(), rdd.path("Callsite").asText()),
              level.path("Use Disk").asBoolean() || level.path("Use Memory").asBoolean(),
              integers(rdd.path("Parent IDs"))));
    }
    return new Facts.Stage(
        node.path("Stage ID").asInt(),
        node.path("Stage Attempt ID").asInt(),
        node.path("Stage Name").asText(),
        node.path("Details").asText(),
        integers(node.path("Parent IDs")),
        rdds,
        time(node.path("Submission Time")),
        time(node.path("Completion Time")),
        node.hasNonNull("Failure Reason") ? node.path("Failure Reason").asText() : null);
  }

  private static List<Integer> integers(JsonNode node) {
    var integers = new ArrayList<Integer>();
    node.forEach(each -> integers.add(each.asInt()));
    return integers;
  }

  private static Facts.Operator operator(JsonNode node) {
    var metadata = new TreeMap<String, String>();
    node.path("metadata")
        .properties()
        .forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
    var metrics = new TreeMap<String, Facts.SqlMetric>();
    node.path("metrics")
        .forEach(
            metric ->
                metrics.put(
                    metric.path("name").asText(),
                    new Facts.SqlMetric(
                        metric.path("accumulatorId").asLong(),
                        metric.path("metricType").asText())));
    var children = new ArrayList<Facts.Operator>();
    node.path("children").forEach(child -> children.add(operator(child)));
    return new Facts.Operator(
        node.path("nodeName").asText(),
        node.path("simpleString").asText(),
        metadata,
        metrics,
        children);
  }
}
