package dev.p3.data;

import org.apache.hadoop.fs.Path;

/** What messages say of foreign exceptions. */
public final class Failure {
  private Failure() {}

  /** A path as people write it: without the scheme of local files. */
  public static String path(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
