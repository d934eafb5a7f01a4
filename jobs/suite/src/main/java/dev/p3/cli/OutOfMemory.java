package dev.p3.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What helps against an {@link OutOfMemoryError}, of which there are several kinds. */
final class OutOfMemory {
  /** How Spark's own message tells of an error in an executor. */
  private static final Pattern IN_TASK =
      Pattern.compile("\\(TID \\d+\\)[^\n]*: java\\.lang\\.OutOfMemoryError(: [^\n]*)?");

  /** How Spark tells of an executor that ended itself for want of memory. */
  private static final String EXECUTOR_ENDED = "exited with code 52";

  private static final int LEAST_GB = 4;

  private OutOfMemory() {}

  /** What the error says, wherever it happened; empty when there was none. */
  static Optional<String> said(List<Throwable> causes) {
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof OutOfMemoryError) {
        return Optional.of(message);
      }
      Matcher inTask = IN_TASK.matcher(message);
      if (inTask.find()) {
        return Optional.of(inTask.group());
      }
      if (message.contains(EXECUTOR_ENDED)) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  /** What to do, by what the error says. */
  static String advice(String said) {
    if (said.contains("native thread")) {
      return "Cannot start another thread: this user or container has as many as it may have; raise its limit (ulimit -u, or the container's limit of pids)";
    }
    if (said.contains("Metaspace") || said.contains("ompressed class space")) {
      return "Out of memory for classes (Metaspace): raise -XX:MaxMetaspaceSize, or leave it out, in --conf spark.driver.extraJavaOptions (on a cluster also spark.executor.extraJavaOptions)";
    }
    if (said.contains("irect buffer memory")) {
      return "Out of direct memory: raise it with --conf spark.driver.extraJavaOptions=-XX:MaxDirectMemorySize=2g (on a cluster also spark.executor.extraJavaOptions)";
    }
    if (said.contains("array size exceeds") || said.contains("array length")) {
      return "A value takes more than 2 GB, the most that an array of Java holds, whatever the memory: make its rows or groups smaller";
    }
    long heap = Runtime.getRuntime().maxMemory();
    return String.format(
        Locale.ROOT,
        "Out of memory with a heap of %,d MB: give the run more with --conf spark.driver.memory=%dg (on a cluster also spark.executor.memory), or more partitions",
        heap >> 20,
        Math.max(LEAST_GB, ((2 * heap) >> 30) + 1));
  }
}
