package dev.p3.runner;

import dev.p3.job.BadUsageException;
import dev.p3.job.JobFailedException;
import dev.p3.scope.ClosedScopeException;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Says in a few lines why a run failed. */
final class Failures {
  private static final int LONGEST_MESSAGE = 600;

  private Failures() {}

  /** A message without a stack trace: what could not be done, why, and what to do. */
  static String message(Throwable failure) {
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof JobFailedException
          || cause instanceof BadUsageException
          || cause instanceof ClosedScopeException) {
        return cause.getMessage();
      }
    }
    String all = String.join("\n", causes.stream().map(String::valueOf).toList());
    if (all.contains("OutOfMemoryError")) {
      return "Out of memory: give the run more with --conf spark.driver.memory=4g (on a cluster also spark.executor.memory), or more partitions";
    }
    if (all.contains("No space left on device")) {
      return "The disk is full (no space left on device): nothing was written under the output's name; free some space, or point --conf spark.local.dir=DIR elsewhere";
    }
    String file = parameter(causes, "path");
    if (!file.isEmpty() && all.contains("FAILED_READ_FILE")) {
      return "Cannot read '%s': %s".formatted(file, damage(causes));
    }
    if (all.contains("MALFORMED_RECORD") || all.contains("MALFORMED_CSV_RECORD")) {
      return "Cannot read a row: it does not fit its columns (%s). For line breaks within quotes write csv,multiLine=true:PATH; to take such rows with nulls write csv,mode=PERMISSIVE:PATH"
          .formatted(parameter(causes, "badRecord"));
    }
    return shortened(deepestMessage(causes));
  }

  private static String damage(List<Throwable> causes) {
    Throwable deepest = causes.get(causes.size() - 1);
    if (deepest instanceof EOFException || deepest instanceof ZipException) {
      return "the file is truncated or damaged (%s)".formatted(deepest.getMessage());
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
        boolean isPlain = cause instanceof AnalysisException || cause instanceof SparkThrowable;
        return isPlain
            ? cause.getMessage()
            : "%s (%s)".formatted(cause.getMessage(), cause.getClass().getSimpleName());
      }
    }
    return causes.get(0).getClass().getName();
  }

  private static String shortened(String message) {
    String plain =
        message.lines().filter(line -> !line.startsWith("\tat ")).limit(5).toList().toString();
    String joined = plain.substring(1, plain.length() - 1);
    return joined.length() <= LONGEST_MESSAGE ? joined : joined.substring(0, LONGEST_MESSAGE) + "…";
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
