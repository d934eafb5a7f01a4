package dev.p3.fault;

import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.zip.DataFormatException;
import org.apache.spark.SparkThrowable;

/**
 * What a message of p3's says of somebody else's exception: its own words, never "null", and no
 * guess. Thread-safe.
 */
public final class Cause {
  private Cause() {}

  /**
   * The first line of what an exception says, without Spark's codes; before it the exception's type
   * where the words alone say little, as those that are only a path. One that says nothing of its
   * own speaks by what caused it, or else by its type.
   */
  public static String firstLine(Throwable failure) {
    List<Throwable> causes = causes(failure);
    int at = 0;
    while (at + 1 < causes.size() && isSilent(causes.get(at))) {
      at++;
    }
    Throwable first = causes.get(at);
    String line = words(first);
    if (line.isEmpty()) {
      return type(first);
    }
    return needsItsType(first) ? String.format(Locale.ROOT, "%s: %s", type(first), line) : line;
  }

  /** Whether it says nothing, or only what its cause is. */
  private static boolean isSilent(Throwable failure) {
    String message = failure.getMessage();
    return words(failure).isEmpty() || message.equals(String.valueOf(failure.getCause()));
  }

  /** As {@link #firstLine}, always after the type. */
  public static String withType(Throwable failure) {
    String line = words(failure);
    return line.isEmpty()
        ? type(failure)
        : String.format(Locale.ROOT, "%s: %s", type(failure), line);
  }

  /**
   * The first lines of an exception and of all that caused it, each once, as in "Failed to load the
   * keystore: NoSuchFileException: /keys.jks".
   */
  public static String chain(Throwable failure) {
    var lines = new ArrayList<String>();
    for (Throwable cause : causes(failure)) {
      String line = firstLine(cause);
      if (lines.stream().noneMatch(said -> said.contains(line))) {
        lines.add(line);
      }
    }
    return String.join(": ", lines);
  }

  /** The exception and what caused it, from the outside. */
  public static List<Throwable> causes(Throwable failure) {
    var causes = new ArrayList<Throwable>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  /** The name of Spark's error condition; empty when Spark gave the exception none. */
  @SuppressWarnings("deprecation") // the one name of it that Spark 3.5 has, too
  public static String condition(Throwable failure) {
    String name = failure instanceof SparkThrowable spark ? spark.getErrorClass() : null;
    return name == null ? "" : name;
  }

  /** A text without the names of Spark's conditions and of SQL's states. */
  public static String withoutCodes(String text) {
    return text.replaceAll("\\[[A-Z0-9_]+(\\.[A-Z0-9_]+)*] ", "")
        .replaceAll(" ?SQLSTATE: \\w+", "");
  }

  /** Whether an exception's words are only a path, a class, a number or the like. */
  public static boolean needsItsType(Throwable failure) {
    return (failure instanceof FileSystemException file && file.getReason() == null)
        || failure instanceof CharacterCodingException
        || failure instanceof DataFormatException
        || failure instanceof LinkageError
        || failure instanceof ReflectiveOperationException
        || failure instanceof ArithmeticException
        || failure instanceof ArrayStoreException
        || failure instanceof NegativeArraySizeException
        || failure instanceof NullPointerException
        || failure instanceof IndexOutOfBoundsException
        || failure instanceof ClassCastException
        || failure instanceof UnknownHostException
        || failure instanceof NoSuchElementException
        || failure instanceof TimeoutException;
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? ""
        : withoutCodes(message.lines().filter(each -> !each.isBlank()).findFirst().orElse(""))
            .strip();
  }

  /** An exception of a class without a name is one of the class above it. */
  private static String type(Throwable failure) {
    Class<?> type = failure.getClass();
    while (type.getSimpleName().isEmpty()) {
      type = type.getSuperclass();
    }
    return type.getSimpleName();
  }
}
