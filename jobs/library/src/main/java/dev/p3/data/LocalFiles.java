package dev.p3.data;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Files of this machine among those of Hadoop's file systems. */
public final class LocalFiles {
  private static final String SCHEME = "file";

  private LocalFiles() {}

  /** Whether a file system is this machine's. */
  public static boolean are(FileSystem storage) {
    return SCHEME.equals(storage.getUri().getScheme());
  }

  /** A path of this machine's file system as Java has it. */
  public static java.nio.file.Path of(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** A path as people write it: without the scheme of local files. */
  public static String text(Path path) {
    return SCHEME.equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
