package dev.p3.data;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Tells files of data from those that Spark does not read. */
public final class DataFiles {
  private DataFiles() {}

  /**
   * Adds the files that Spark would read at a path.
   *
   * <p>Cost: one listing of every directory.
   */
  public static void add(FileSystem storage, FileStatus entry, List<FileStatus> files)
      throws IOException {
    if (isHidden(entry.getPath().getName())) {
      return;
    }
    if (!entry.isDirectory()) {
      files.add(entry);
      return;
    }
    for (FileStatus child : storage.listStatus(entry.getPath())) {
      add(storage, child, files);
    }
  }

  /** Whether Spark skips a name. */
  public static boolean isHidden(String name) {
    return (name.startsWith("_") && !name.contains("=")) || name.startsWith(".");
  }
}
