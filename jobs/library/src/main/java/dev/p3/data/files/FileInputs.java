package dev.p3.data.files;

import dev.p3.data.Connector;
import dev.p3.data.DataFiles;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.NearMatch;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** Finds the data files that a path or glob stands for. */
final class FileInputs {
  private FileInputs() {}

  /**
   * Looks the location up.
   *
   * <p>Cost: one listing of every directory.
   *
   * @throws BadUsageException when nothing is there, a directory holds no data file, or it is the
   *     output of a run that did not finish
   */
  static StoredInput find(Connector connector, DataLocation location, Configuration hadoop) {
    try {
      var path = new Path(location.path());
      FileSystem storage = FileSchemes.open(path, hadoop);
      List<FileStatus> roots = roots(storage, path);
      if (roots.isEmpty()) {
        throw cannotRead(
            location,
            location.path().equals("-")
                ? "standard input cannot be read; save it to a file first"
                : "no such file or directory" + parentHint(storage, path));
      }
      var files = new ArrayList<FileStatus>();
      for (FileStatus root : roots) {
        requireReadable(location, root, storage);
        DataFiles.add(storage, root, files);
      }
      if (files.isEmpty() && !isFinishedOutput(storage, roots)) {
        throw cannotRead(location, "the directory holds no data files");
      }
      files.sort(Comparator.comparing(file -> file.getPath().toString()));
      return new StoredInput(
          connector, location, roots.stream().map(FileStatus::getPath).toList(), files);
    } catch (AccessControlException e) {
      throw cannotRead(location, "permission denied (" + Cause.firstLine(e) + ")");
    } catch (IllegalArgumentException e) {
      if (e instanceof BadUsageException) {
        throw e;
      }
      throw cannotRead(location, Cause.firstLine(e));
    } catch (IOException e) {
      throw cannotRead(location, Cause.firstLine(e));
    }
  }

  private static void requireReadable(DataLocation location, FileStatus root, FileSystem storage)
      throws IOException {
    requireFileOrDirectory(location, root);
    if (DataFiles.isHidden(root.getPath().getName())) {
      throw cannotRead(
          location,
          String.format(
              Locale.ROOT,
              "%s is hidden (its name begins with _ or .), so Spark would read nothing; give it another name",
              root.getPath().getName()));
    }
    if (root.isDirectory() && !storage.exists(new Path(root.getPath(), "_SUCCESS"))) {
      requireFinished(location, root.getPath(), storage);
    }
  }

  private static void requireFinished(DataLocation location, Path root, FileSystem storage)
      throws IOException {
    if (storage.exists(new Path(root, "_temporary"))) {
      throw cannotRead(
          location,
          String.format(
              Locale.ROOT,
              "%s is the output of a run that did not finish (it has _temporary and no _SUCCESS)",
              root));
    }
    if (PublicationLog.isAt(storage, root)) {
      throw cannotRead(
          location,
          String.format(
              Locale.ROOT,
              "%s is the output of a run that has not moved all files there yet (it has no _SUCCESS); wait for it, or start it again if it died",
              root));
    }
  }

  private static List<FileStatus> roots(FileSystem storage, Path path) throws IOException {
    // A file whose name happens to hold glob characters is taken by its name.
    if (storage.exists(path)) {
      return List.of(storage.getFileStatus(path));
    }
    FileStatus[] matches = storage.globStatus(path);
    return matches == null
        ? List.of()
        : Arrays.stream(matches)
            .filter(match -> !DataFiles.isHidden(match.getPath().getName()))
            .toList();
  }

  /** Spark looks at a file more than once, and from several places; a pipe would seem empty. */
  private static void requireFileOrDirectory(DataLocation location, FileStatus root) {
    boolean isLocal = "file".equals(root.getPath().toUri().getScheme());
    if (isLocal && !root.isDirectory() && !new File(root.getPath().toUri()).isFile()) {
      throw cannotRead(location, "it is a pipe or a device; save it to a file first");
    }
  }

  private static boolean isFinishedOutput(FileSystem storage, List<FileStatus> roots)
      throws IOException {
    for (FileStatus root : roots) {
      if (!storage.exists(new Path(root.getPath(), "_SUCCESS"))) {
        return false;
      }
    }
    return true;
  }

  private static String parentHint(FileSystem storage, Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null || !storage.exists(parent) || path.toString().matches(".*[*?\\[{].*")) {
      return "";
    }
    List<String> siblings =
        Arrays.stream(storage.listStatus(parent)).map(file -> file.getPath().getName()).toList();
    return "." + NearMatch.question(path.getName(), siblings);
  }

  private static BadUsageException cannotRead(DataLocation location, String reason) {
    return new BadUsageException(
        String.format(Locale.ROOT, "Cannot read '%s': %s", location.text(), reason));
  }
}
