package dev.p3.data;

import org.apache.hadoop.fs.Path;

/** What messages say of somebody else's exceptions. */
final class Failure {
  private Failure() {}

  /** A path as people write it: without the scheme of local files. */
  static String path(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  /** The first line of an exception's message; its class where it has none. */
  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().filter(line -> !line.isBlank()).findFirst().orElseThrow();
  }
}
