package dev.p3.runner;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.scope.CaptureException;
import dev.p3.scope.ClosedScopeException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;

/** Says in a few lines why a run failed. */
final class Failures {
  private static final int LONGEST_MESSAGE = 600;
  private static final int MOST_LINES = 5;

  /** Spark 4 says the first of these, with the file; Spark 3.5 passes on what the reader said. */
  private static final List<String> UNREADABLE =
      List.of("FAILED_READ_FILE", "EOFException", "ZipException", "is not a Parquet file");

  /** How Spark tells of an executor that ended itself for want of memory. */
  private static final String EXECUTOR_OUT_OF_MEMORY = "exited with code 52";

  private Failures() {}

  /** A message without a stack trace: what could not be done, why, and what to do. */
  static String message(Throwable failure) {
    return message(failure, List.of());
  }

  /**
   * As {@link #message(Throwable)}.
   *
   * @param inputs what the run reads, named when Spark does not say which file it could not read
   */
  static String message(Throwable failure, List<String> inputs) {
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof JobFailedException
          || cause instanceof BadUsageException
          || cause instanceof CaptureException
          || cause instanceof ClosedScopeException) {
        return cause.getMessage();
      }
    }
    String all = String.join("\n", causes.stream().map(String::valueOf).toList());
    if (all.contains("OutOfMemoryError") || all.contains(EXECUTOR_OUT_OF_MEMORY)) {
      return "Out of memory with a heap of %,d MB: give the run more with --conf spark.driver.memory=4g (on a cluster also spark.executor.memory), or more partitions"
          .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    if (all.contains("No space left on device")) {
      return "The disk is full (no space left on device): nothing was written under the output's name; free some space, or point --conf spark.local.dir=DIR elsewhere";
    }
    if (all.contains("MALFORMED_RECORD") || all.contains("MALFORMED_CSV_RECORD")) {
      return "Cannot read a row: it does not fit its columns (%s). For line breaks within quotes write csv,multiLine=true:PATH; to take such rows with nulls write csv,mode=PERMISSIVE:PATH"
          .formatted(parameter(causes, "badRecord"));
    }
    if (all.contains("failOnDataLoss")) {
      return "Cannot read '%s': messages are gone that were not read yet (deleted by the topic's retention, or with the topic); name another --checkpoint to begin with those that are there"
          .formatted(String.join("' or '", inputs));
    }
    String file = parameter(causes, "path");
    if (all.contains("CSV header does not conform to the schema")) {
      return "Cannot read '%s': its header differs from that of the other files of this input; give it as an input of its own, or write csv,enforceSchema=true:PATH to take columns by position"
          .formatted(file);
    }
    String unread = file.isEmpty() ? String.join("' or '", inputs) : file;
    if (!unread.isEmpty() && UNREADABLE.stream().anyMatch(all::contains)) {
      return "Cannot read '%s': the file is truncated, damaged or of another format (%s)"
          .formatted(unread, shortened(deepestMessage(causes)));
    }
    return shortened(deepestMessage(causes));
  }

  /** The first parameter of this name that Spark attached to one of the causes. */
  private static String parameter(List<Throwable> causes, String name) {
    for (Throwable cause : causes) {
      if (cause instanceof SparkThrowable spark) {
        Map<String, String> parameters = spark.getMessageParameters();
        if (parameters != null && parameters.containsKey(name)) {
          return parameters.get(name);
        }
      }
    }
    return "";
  }

  private static String deepestMessage(List<Throwable> causes) {
    for (int i = causes.size() - 1; i >= 0; i--) {
      Throwable cause = causes.get(i);
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        // The message of these is only a path.
        return cause instanceof FileSystemException
            ? "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage())
            : cause.getMessage();
      }
    }
    return causes.get(0).getClass().getName();
  }

  /** The first lines, without Spark's error class and SQL state. */
  private static String shortened(String message) {
    String text =
        message
            .lines()
            .filter(line -> !line.startsWith("\tat "))
            .limit(MOST_LINES)
            .collect(Collectors.joining(" "))
            .replaceAll("\\[[A-Z_]+(\\.[A-Z_]+)*] ", "")
            .replaceAll(" ?SQLSTATE: \\w+", "");
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }

  private static List<Throwable> causes(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
