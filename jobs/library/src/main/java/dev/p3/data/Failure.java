package dev.p3.data;

import java.nio.file.FileSystemException;
import org.apache.hadoop.fs.Path;

/** What messages say of foreign exceptions. */
public final class Failure {
  private Failure() {}

  /** A path as people write it: without the scheme of local files. */
  public static String path(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  /** The first line of an exception's message; its type where that is nothing or only a path. */
  public static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    if (message == null || message.isBlank()) {
      return type;
    }
    String line = message.lines().filter(each -> !each.isBlank()).findFirst().orElseThrow();
    return failure instanceof FileSystemException ? type + ": " + line : line;
  }
}
