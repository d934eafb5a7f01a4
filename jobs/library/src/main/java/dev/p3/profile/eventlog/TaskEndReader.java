package dev.p3.profile.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.p3.profile.collect.Facts;
import dev.p3.profile.model.Metric;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads the ends of tasks, of which a log has most, without a tree for each. */
final class TaskEndReader {
  private static final Map<String, Integer> METRICS = new HashMap<>();

  static {
    for (Metric metric : Metric.values()) {
      METRICS.put(metric.logPath(), metric.ordinal());
    }
  }

  private final JsonFactory json;

  TaskEndReader(JsonFactory json) {
    this.json = json;
  }

  private static final class Task {
    private int stage;
    private int stageAttempt;
    private int index;
    private int attempt;
    private String executor = "";
    private long launched;
    private long finished;
    private boolean failed;
    private boolean killed;
    private boolean speculative;
    private String reason = "";
    private long[] metrics;
    private final Map<String, Long> peaks = new TreeMap<>();

    private Facts.Task facts() {
      boolean isKilled = killed || reason.equals("TaskKilled");
      boolean isFailed = failed || !reason.equals("Success");
      return new Facts.Task(
          stage,
          stageAttempt,
          index,
          attempt,
          executor,
          launched,
          finished,
          isKilled ? "killed" : isFailed ? "failed" : "success",
          speculative,
          metrics,
          peaks);
    }
  }

  /** Null when the event has no task. */
  Facts.Task read(String line) throws IOException {
    var task = new Task();
    boolean hasInfo = false;
    try (JsonParser parser = json.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        switch (field) {
          case "Stage ID" -> task.stage = parser.getIntValue();
          case "Stage Attempt ID" -> task.stageAttempt = parser.getIntValue();
          case "Task End Reason" -> readReason(parser, task);
          case "Task Info" -> {
            hasInfo = value == JsonToken.START_OBJECT;
            readInfo(parser, task);
          }
          case "Task Executor Metrics" -> readPeaks(parser, task);
          case "Task Metrics" -> {
            if (value == JsonToken.START_OBJECT) {
              task.metrics = new long[METRICS.size()];
              readMetrics(parser, "", task.metrics);
            }
          }
          default -> parser.skipChildren();
        }
      }
    }
    return hasInfo ? task.facts() : null;
  }

  private static void readReason(JsonParser parser, Task task) throws IOException {
    while (isField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("Reason")) {
        task.reason = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void readInfo(JsonParser parser, Task task) throws IOException {
    while (isField(parser)) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "Index" -> task.index = parser.getIntValue();
        case "Attempt" -> task.attempt = parser.getIntValue();
        case "Executor ID" -> task.executor = parser.getText();
        case "Launch Time" -> task.launched = parser.getLongValue();
        case "Finish Time" -> task.finished = parser.getLongValue();
        case "Failed" -> task.failed = parser.getBooleanValue();
        case "Killed" -> task.killed = parser.getBooleanValue();
        case "Speculative" -> task.speculative = parser.getBooleanValue();
        default -> parser.skipChildren();
      }
    }
  }

  private static void readPeaks(JsonParser parser, Task task) throws IOException {
    while (isField(parser)) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        task.peaks.put(field, parser.getLongValue());
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void readMetrics(JsonParser parser, String path, long[] metrics)
      throws IOException {
    while (isField(parser)) {
      String field = path + parser.currentName();
      JsonToken value = parser.nextToken();
      Integer metric = METRICS.get(field);
      if (metric != null && value == JsonToken.VALUE_NUMBER_INT) {
        metrics[metric] = parser.getLongValue();
      } else if (value == JsonToken.START_OBJECT && path.isEmpty()) {
        readMetrics(parser, field + "/", metrics);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Whether a field follows; at null or the end of an object none does. */
  private static boolean isField(JsonParser parser) throws IOException {
    return parser.currentToken() != JsonToken.VALUE_NULL
        && parser.nextToken() == JsonToken.FIELD_NAME;
  }
}
