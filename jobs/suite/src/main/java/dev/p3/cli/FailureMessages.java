package dev.p3.cli;

import dev.p3.data.Secrets;
import dev.p3.fault.Advice;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import dev.p3.run.SparkLine;
import dev.p3.run.figures.EndedExecutors;
import dev.p3.scope.CaptureException;
import dev.p3.scope.ClosedScopeException;
import dev.p3.table.SeparatorHint;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;

/**
 * Says in a few lines why a run failed: by the types of exceptions and Spark's error conditions, as
 * words in a message may come from the data. Where the cause is not known, it says what was read
 * and what the exception says, and guesses nothing.
 */
final class FailureMessages {
  private static final int LONGEST_MESSAGE = 600;
  private static final int MOST_LINES = 5;

  private static final Pattern DISK_FULL =
      Pattern.compile("java\\.io\\.IOException: No space left on device");

  /** Spark's conditions for a file that could not be read; the second is that of 3.5. */
  private static final List<String> READING_FILE =
      List.of("FAILED_READ_FILE", "_LEGACY_ERROR_TEMP_2064");

  /** What readers say of bytes that are not what they expect; no type of exception tells. */
  private static final List<String> UNREADABLE =
      List.of(
          "is not a Parquet file",
          "Could not read footer",
          "not a gzip file",
          "incorrect header check",
          "incorrect data check",
          "Malformed ORC file",
          "Not a valid ORC file",
          "Stream is not in the BZip2 format",
          "Unknown frame descriptor",
          "Truncated source");

  private static final Pattern NO_NETWORK =
      Pattern.compile("^(Network is unreachable|No route to host|No network interfaces)");

  /** What a task says whose messages went while Spark was about to read them. */
  private static final Pattern OUT_OF_RANGE =
      Pattern.compile("org\\.apache\\.kafka\\.clients\\.consumer\\.OffsetOutOfRangeException: ");

  /** What a standalone master says that has started executors again and again. */
  private static final Pattern GIVEN_UP = Pattern.compile("Master removed our application: FAILED");

  private static final String STOPPED = "Cannot call methods on a stopped SparkContext";

  private FailureMessages() {}

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
    List<Throwable> causes = Cause.causes(failure);
    return Secrets.masked(Advice.of(failure).orElseGet(() -> said(causes, inputs)));
  }

  private static String said(List<Throwable> causes, List<String> inputs) {
    return own(causes)
        .or(() -> causes.stream().flatMap(each -> SparkLine.tooNewJava(each).stream()).findFirst())
        .or(() -> ofMachine(causes))
        .or(() -> ofSession(causes))
        .or(() -> ofRow(causes))
        .or(() -> ofColumns(causes, inputs))
        .or(() -> ofFile(causes, inputs))
        .or(() -> ofP3(causes))
        .orElseGet(() -> shortened(deepestMessage(causes)));
  }

  private static Optional<String> own(List<Throwable> causes) {
    return causes.stream()
        .filter(
            cause ->
                cause instanceof JobFailedException
                    || cause instanceof BadUsageException
                    || cause instanceof CaptureException
                    || cause instanceof ClosedScopeException)
        .findFirst()
        .map(Throwable::getMessage);
  }

  /** What p3 itself says of a failure in parts of it that know no exceptions of its own. */
  private static Optional<String> ofP3(List<Throwable> causes) {
    return causes.stream()
        .filter(cause -> cause.getClass() == IllegalStateException.class && isThrownByP3(cause))
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .findFirst()
        .map(FailureMessages::shortened);
  }

  private static boolean isThrownByP3(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("dev.p3.");
  }

  private static Optional<String> ofMachine(List<Throwable> causes) {
    Optional<String> memory = OutOfMemory.said(causes).map(OutOfMemory::advice);
    if (memory.isPresent()) {
      return memory;
    }
    boolean isDiskFull =
        causes.stream()
            .anyMatch(
                cause ->
                    cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("No space left on device"));
    if (isDiskFull || says(causes, DISK_FULL)) {
      return Optional.of(
          "The disk is full (no space left on device); free some space, or point --conf spark.local.dir=DIR elsewhere");
    }
    return causes.stream()
        .filter(SocketException.class::isInstance)
        .map(FailureMessages::saidOfNetwork)
        .filter(message -> NO_NETWORK.matcher(message).find())
        .findFirst()
        .map(
            message ->
                String.format(
                    Locale.ROOT,
                    "No network leads there (%s); see that this machine's network is up, the loopback too (ip link set lo up)",
                    shortened(message)));
  }

  /** The JDK may say nothing, and Netty adds the address to it. */
  private static String saidOfNetwork(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof NoRouteToHostException && message.startsWith("null")
        ? "No route to host" + message.substring("null".length())
        : message;
  }

  /** Spark gives a master up by stopping the session, and tells why in its log alone. */
  private static Optional<String> ofSession(List<Throwable> causes) {
    if (says(causes, GIVEN_UP)) {
      return Optional.of(
          "The master has given the run up, because every executor ended as soon as it was started; "
              + EndedExecutors.REMEDY);
    }
    return causes.stream()
            .anyMatch(
                cause ->
                    cause instanceof IllegalStateException
                        && String.valueOf(cause.getMessage()).startsWith(STOPPED))
        ? Optional.of(
            "Spark has stopped the session: its master has ended it, or the driver could not reach it any more")
        : Optional.empty();
  }

  private static Optional<String> ofRow(List<Throwable> causes) {
    if (!isCondition(causes, "MALFORMED_RECORD") && !isCondition(causes, "MALFORMED_CSV_RECORD")) {
      return Optional.empty();
    }
    String given = parameter(causes, "badRecord");
    // While types are found, Spark gives the name of a column instead of the row.
    String row =
        given.isEmpty() || given.equals("_corrupt_record") ? "" : " (" + shortened(given) + ")";
    String file = parameter(causes, "path");
    String where = file.isEmpty() ? "a row" : String.format(Locale.ROOT, "a row of '%s'", file);
    return Optional.of(
        isCondition(causes, "MALFORMED_CSV_RECORD")
            ? String.format(
                Locale.ROOT,
                "Cannot read %s: it does not fit its columns%s. %sFor line breaks within quotes write csv,multiLine=true:PATH; to take such rows with nulls write csv,mode=PERMISSIVE:PATH",
                where,
                row,
                separatorHint(given))
            : String.format(
                Locale.ROOT,
                "Cannot read %s: it is no JSON object on one line%s. For objects over several lines, or an array of objects, write json,multiLine=true:PATH; to take such rows with nulls write json,mode=PERMISSIVE:PATH",
                where,
                row));
  }

  /** Of a row that holds no comma the columns are parted by something else. */
  private static String separatorHint(String row) {
    return SeparatorHint.of(row, ",", '"')
        .map(
            hint ->
                String.format(
                    Locale.ROOT,
                    "Another separator may part its columns: write csv,%s:PATH. ",
                    hint.option()))
        .orElse("");
  }

  private static Optional<String> ofColumns(List<Throwable> causes, List<String> inputs) {
    String all = String.join("' or '", inputs);
    for (Throwable cause : causes) {
      if (cause instanceof SchemaColumnConvertNotSupportedException types) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "Cannot read '%s': its column %s is %s, and %s in another file of this input; write them with one type",
                orElse(parameter(causes, "path"), all),
                types.getColumn(),
                types.getPhysicalType(),
                types.getLogicalType()));
      }
    }
    if (isCondition(causes, "COLUMN_ALREADY_EXISTS")) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Cannot use '%s': two columns are named %s, or differ from it in case alone; give each a name of its own",
              all,
              parameter(causes, "columnName")));
    }
    if (isCondition(causes, "UNABLE_TO_INFER_SCHEMA")) {
      return Optional.of(
          String.format(
              Locale.ROOT, "Cannot read '%s': none of its files tells what its columns are", all));
    }
    return Optional.empty();
  }

  private static Optional<String> ofFile(List<Throwable> causes, List<String> inputs) {
    String all = String.join("' or '", inputs);
    if (isCondition(causes, "KAFKA_DATA_LOSS")
        || isDataLoss(causes)
        || causes.stream().map(Throwable::toString).anyMatch(OUT_OF_RANGE.asPredicate())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': messages are gone that were not read yet (deleted by the topic's retention, or with the topic); name another --checkpoint to begin with those that are there",
              all));
    }
    String path = parameter(causes, "path");
    boolean isUnreadable =
        causes.stream().anyMatch(FailureMessages::isEndOfFile)
            || has(causes, ZipException.class)
            || causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> UNREADABLE.stream().anyMatch(message::contains));
    if (isUnreadable && !orElse(path, all).isEmpty()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': the file is truncated, damaged or of another format (%s)",
              orElse(path, all),
              shortened(deepestMessage(causes))));
    }
    if (!path.isEmpty() && has(causes, FileNotFoundException.class)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': the file was there when the run began, and is not any more",
              path));
    }
    boolean isOfFile = READING_FILE.stream().anyMatch(name -> isCondition(causes, name));
    return isOfFile && !path.isEmpty()
        ? Optional.of(
            String.format(
                Locale.ROOT, "Cannot read '%s': %s", path, shortened(deepestMessage(causes))))
        : Optional.empty();
  }

  /** As Spark's Kafka source says it that has no condition for it, up to Spark 3.5. */
  private static boolean isDataLoss(List<Throwable> causes) {
    return causes.stream()
        .anyMatch(
            cause ->
                cause instanceof IllegalStateException
                    && String.valueOf(cause.getMessage())
                        .contains("set the source option \"failOnDataLoss\""));
  }

  /** Hadoop has the same type for a connection that was closed. */
  private static boolean isEndOfFile(Throwable cause) {
    return cause instanceof EOFException
        && Arrays.stream(cause.getStackTrace())
            .map(StackTraceElement::getClassName)
            .noneMatch(
                name ->
                    name.matches("org\\.apache\\.hadoop\\.(ipc|net|hdfs)\\..*|java\\.net\\..*"));
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static boolean says(List<Throwable> causes, Pattern text) {
    return causes.stream()
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .anyMatch(message -> text.matcher(message).find());
  }

  /** Whether Spark gave one of the causes this error condition, or one below it. */
  private static boolean isCondition(List<Throwable> causes, String condition) {
    return causes.stream()
        .map(Cause::condition)
        .anyMatch(
            name ->
                name.equals(condition)
                    || name.startsWith(condition + ".")
                    || name.startsWith(condition + "_IN_"));
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
        return Cause.needsItsType(cause) ? Cause.withType(cause) : cause.getMessage();
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
            .collect(Collectors.joining(" "));
    text = Cause.withoutCodes(text);
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }
}
