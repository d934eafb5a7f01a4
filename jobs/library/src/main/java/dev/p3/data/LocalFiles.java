package dev.p3.data;

import java.io.IOException;
import java.nio.file.Files;
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

  /** Whether a text begins with the scheme of a URI; a single letter is a drive of Windows. */
  public static boolean hasScheme(String text) {
    return text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  /** A text that is a URI as it is, and another as that of a local file. */
  public static String uri(String text) {
    return hasScheme(text)
        ? text
        : SCHEME + ":" + java.nio.file.Path.of(text).toAbsolutePath().normalize();
  }

  /** Makes a directory, and a file in it that goes again: nothing else tells that one can. */
  public static void requireWritable(java.nio.file.Path directory) throws IOException {
    Files.delete(Files.createTempFile(Files.createDirectories(directory), ".p3-", ""));
  }
}
