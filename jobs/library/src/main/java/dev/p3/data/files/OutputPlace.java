package dev.p3.data.files;

import dev.p3.data.DataLocation;
import dev.p3.data.LocalFiles;
import dev.p3.data.Place;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where an output is to be: what is behind its name. */
final class OutputPlace {
  private static final java.nio.file.Path MOUNTS = java.nio.file.Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4; // the fifth word of a line

  private OutputPlace() {}

  /**
   * What a symbolic link of this machine stands for: to rename it would leave what is behind it
   * where it is.
   */
  static Path real(FileSystem storage, Path path) throws IOException {
    if (!LocalFiles.are(storage)) {
      return path;
    }
    return storage.makeQualified(
        new Path("file", null, Place.real(LocalFiles.of(path)).toString()));
  }

  /** Refuses a path of which a parent is a file. */
  static void checkParents(DataLocation location, FileSystem storage, Path target)
      throws IOException {
    for (Path parent = target.getParent(); parent != null; parent = parent.getParent()) {
      if (storage.exists(parent)) {
        if (!storage.getFileStatus(parent).isDirectory()) {
          throw FormatOutput.cannotWrite(
              location, parent.toUri().getPath() + " is a file, not a directory");
        }
        return;
      }
    }
  }

  /** Whether another file system begins at a directory, as far as the operating system says. */
  static boolean isMountPoint(FileSystem storage, Path directory) throws IOException {
    if (!LocalFiles.are(storage) || !Files.isReadable(MOUNTS)) {
      return false;
    }
    String path = LocalFiles.of(directory).toString();
    return Files.readAllLines(MOUNTS).stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > MOUNT_POINT)
        .anyMatch(words -> unescaped(words[MOUNT_POINT]).equals(path));
  }

  private static String unescaped(String mountPoint) {
    return mountPoint
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
