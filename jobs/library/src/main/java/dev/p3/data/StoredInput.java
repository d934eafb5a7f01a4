package dev.p3.data;

import dev.p3.job.BadUsageException;
import dev.p3.job.NearMatch;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * An input that was looked up in its file system: the paths that it names, and the data files under
 * them. Of what is no files, such as a table of a database, nothing is known before it is read; of
 * a topic, that it is there.
 *
 * @param location what the user wrote
 * @param roots the files and directories that the path or glob stands for
 * @param files every data file under the roots, sorted by path
 */
public record StoredInput(DataLocation location, List<Path> roots, List<FileStatus> files) {

  /**
   * Looks the location up.
   *
   * <p>Cost: one listing of every directory.
   *
   * @throws BadUsageException when nothing is there, a directory holds no data file, or it is the
   *     output of a run that did not finish
   */
  public static StoredInput find(DataLocation location, Configuration hadoop) {
    if (location.isTopic()) {
      KafkaTopic.toRead(location).requireThere();
    }
    if (!location.isFiles()) {
      return new StoredInput(location, List.of(), List.of());
    }
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
        requireFileOrDirectory(location, root);
        if (isHidden(root.getPath().getName())) {
          throw cannotRead(
              location,
              "%s is hidden (its name begins with _ or .), so Spark would read nothing; give it another name"
                  .formatted(root.getPath().getName()));
        }
        if (isUnfinished(storage, root)) {
          throw cannotRead(
              location,
              "%s is the output of a run that did not finish (it has _temporary and no _SUCCESS)"
                  .formatted(root.getPath()));
        }
        addDataFiles(storage, root, files);
      }
      if (files.isEmpty() && !isFinishedOutput(storage, roots)) {
        throw cannotRead(location, "the directory holds no data files");
      }
      files.sort(Comparator.comparing(file -> file.getPath().toString()));
      return new StoredInput(location, roots.stream().map(FileStatus::getPath).toList(), files);
    } catch (AccessControlException e) {
      throw cannotRead(location, "permission denied (" + e.getMessage() + ")");
    } catch (IllegalArgumentException e) {
      if (e instanceof BadUsageException) {
        throw e;
      }
      throw cannotRead(location, Failure.firstLine(e));
    } catch (IOException e) {
      throw cannotRead(location, Failure.firstLine(e));
    }
  }

  /** The stated format, or the one and only format that the files' names tell. */
  public Optional<DataFormat> format() {
    return location
        .format()
        .or(
            () -> {
              Set<Optional<DataFormat>> formats =
                  files.stream()
                      .map(file -> DataFormat.ofFileName(file.getPath().getName()))
                      .collect(Collectors.toSet());
              return formats.size() == 1 ? formats.iterator().next() : Optional.empty();
            });
  }

  /**
   * The format.
   *
   * @throws BadUsageException when the files' names do not tell one
   */
  public DataFormat requiredFormat() {
    return format()
        .orElseThrow(
            () ->
                new BadUsageException(
                    "Cannot tell the format of '%s' from its name; write it before the path, such as csv:%s (one of %s)"
                        .formatted(
                            location.text(),
                            location.path(),
                            String.join(", ", DataFormat.prefixes()))));
  }

  /** Whether one of the roots is this path or lies under it. */
  public boolean isAtOrUnder(Path path) {
    String prefix = path.toUri().getPath() + "/";
    return roots.stream().anyMatch(root -> (root.toUri().getPath() + "/").startsWith(prefix));
  }

  /** The size of the data files in bytes, as stored. */
  public long bytes() {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  /**
   * A digest of how the input is read, and of the paths, sizes and versions of its data files
   * (ETags where the store has them, else modification times): equal means unchanged.
   *
   * @return null when the input is no files
   */
  public String fingerprint() {
    if (!location.isFiles()) {
      return null;
    }
    Fingerprint fingerprint = fingerprintOfReading();
    files.forEach(file -> fingerprint.add(file.getPath().toString(), file));
    return fingerprint.toString();
  }

  /**
   * A digest of how the input is read, and of the bytes of its data files, for files that are
   * copied to another place before each run.
   *
   * <p>Cost: reads the files.
   */
  public String contentFingerprint(Configuration hadoop) throws IOException {
    Fingerprint fingerprint = fingerprintOfReading();
    fingerprint.addContent(files, hadoop);
    return fingerprint.toString();
  }

  private Fingerprint fingerprintOfReading() {
    var fingerprint = new Fingerprint();
    fingerprint.add("%s %s".formatted(format(), new TreeMap<>(location.options())));
    return fingerprint;
  }

  private static List<FileStatus> roots(FileSystem storage, Path path) throws IOException {
    // A file whose name happens to hold glob characters is taken by its name.
    if (storage.exists(path)) {
      return List.of(storage.getFileStatus(path));
    }
    FileStatus[] matches = storage.globStatus(path);
    return matches == null
        ? List.of()
        : Arrays.stream(matches).filter(match -> !isHidden(match.getPath().getName())).toList();
  }

  /** Spark looks at a file more than once, and from several places; a pipe would seem empty. */
  private static void requireFileOrDirectory(DataLocation location, FileStatus root) {
    boolean isLocal = "file".equals(root.getPath().toUri().getScheme());
    if (isLocal && !root.isDirectory() && !new File(root.getPath().toUri()).isFile()) {
      throw cannotRead(location, "it is a pipe or a device; save it to a file first");
    }
  }

  /** Adds the files that Spark would read at a path. */
  static void addDataFiles(FileSystem storage, FileStatus entry, List<FileStatus> files)
      throws IOException {
    if (isHidden(entry.getPath().getName())) {
      return;
    }
    if (!entry.isDirectory()) {
      files.add(entry);
      return;
    }
    for (FileStatus child : storage.listStatus(entry.getPath())) {
      addDataFiles(storage, child, files);
    }
  }

  /** The names that Spark itself skips. */
  private static boolean isHidden(String name) {
    return (name.startsWith("_") && !name.contains("=")) || name.startsWith(".");
  }

  private static boolean isUnfinished(FileSystem storage, FileStatus root) throws IOException {
    return root.isDirectory()
        && storage.exists(new Path(root.getPath(), "_temporary"))
        && !storage.exists(new Path(root.getPath(), "_SUCCESS"));
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
    return new BadUsageException("Cannot read '%s': %s".formatted(location.text(), reason));
  }
}
