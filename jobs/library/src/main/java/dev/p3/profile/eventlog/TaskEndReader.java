package dev.p3.profile.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.p3.profile.collect.Facts;
import dev.p3.profile.model.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads the ends of tasks, of which a log has most, without a tree for each. */
final class TaskEndReader {
  private static final Map<String, Integer> METRICS = new HashMap<>();

  private static final byte[] ACCUMULABLES =
      "\"Accumulables\":[".getBytes(StandardCharsets.US_ASCII);

  static {
    for (Metric metric : Metric.values()) {
      METRICS.put(metric.logPath(), metric.ordinal());
    }
  }

  /** Its own, so that it knows few names, and knows them fast. */
  private final JsonFactory json = new JsonFactory();

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

  /** Null when the event has no task. The bytes are changed. */
  Facts.Task read(byte[] bytes, int start, int length) throws IOException {
    int left = withoutAccumulables(bytes, start, start + length) - start;
    try {
      return read(json.createParser(bytes, start, left));
    } catch (JsonProcessingException e) {
      return read(json.createParser(LogLines.text(bytes, start, left)));
    }
  }

  private static Facts.Task read(JsonParser source) throws IOException {
    var task = new Task();
    boolean hasInfo = false;
    try (JsonParser parser = source) {
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

  /**
   * Takes out the accumulators: they are more than half of a log, and nobody asks for them here.
   *
   * @return the new end
   */
  private static int withoutAccumulables(byte[] bytes, int start, int end) {
    for (int i = start; i + ACCUMULABLES.length < end; i++) {
      int after = i + ACCUMULABLES.length;
      if (bytes[i] == '"' && Arrays.equals(bytes, i, after, ACCUMULABLES, 0, ACCUMULABLES.length)) {
        int close = closeOfArray(bytes, after, end);
        System.arraycopy(bytes, close, bytes, after, end - close);
        return after + end - close;
      }
    }
    return end;
  }

  /** Where the bracket is that closes an array; {@code start} when there is none. */
  private static int closeOfArray(byte[] bytes, int start, int end) {
    int depth = 0;
    boolean isText = false;
    for (int i = start; i < end; i++) {
      switch (bytes[i]) {
        case '\\' -> i++; // only texts have it
        case '"' -> isText = !isText;
        case '[' -> depth += isText ? 0 : 1;
        case ']' -> {
          if (!isText && depth-- == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return start;
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
        long peak = parser.getLongValue();
        if (peak > 0) { // most are not measured
          task.peaks.put(field, peak);
        }
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
