package dev.p3.data;

import dev.p3.job.BadUsageException;
import dev.p3.job.JobFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * An output directory that appears whole under its name, or not at all.
 *
 * <p>Rows are written to a hidden directory beside the output; {@link #commit} renames it. So a run
 * that fails or is killed leaves no directory that could be taken for a result, and with {@code
 * overwrite} the old result stays until the new one is complete. On object stores, where a rename
 * is a copy that can fail half-way, rows go to the output itself and {@code _SUCCESS} comes last.
 *
 * <p>Not thread-safe.
 */
public final class StagedOutput {
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn");
  private static final Map<String, String> CODECS =
      Map.of("gz", "gzip", "zst", "io.airlift.compress.zstd.ZstdCodec");

  private final DataLocation location;
  private final DataFormat format;
  private final FileSystem storage;
  private final Path target;
  private final Path staging;

  private StagedOutput(DataLocation location, DataFormat format, FileSystem storage, Path target) {
    this.location = location;
    this.format = format;
    this.storage = storage;
    this.target = target;
    this.staging =
        OBJECT_STORES.contains(storage.getUri().getScheme())
            ? target
            : new Path(target.getParent(), stagingPrefix(target) + ProcessHandle.current().pid());
  }

  /**
   * Checks that the output can be written, before any work is done; deletes what runs of this
   * machine that were killed left of the same output.
   *
   * @param overwrite whether an output that exists may be replaced
   * @throws BadUsageException when it exists and may not be replaced, is not an output of Spark,
   *     has no format, or cannot be reached
   */
  public static StagedOutput prepare(
      DataLocation location, boolean overwrite, Configuration hadoop) {
    DataFormat format =
        location
            .format()
            .orElseThrow(
                () ->
                    cannotWrite(
                        location,
                        "its name tells no format; write it before the path, such as parquet:%s (one of %s)"
                            .formatted(location.path(), String.join(", ", DataFormat.prefixes()))));
    try {
      var named = new Path(location.path());
      FileSystem storage = named.getFileSystem(hadoop);
      Path target = storage.makeQualified(named);
      if (target.getParent() == null) {
        throw cannotWrite(location, "it is the root of its file system");
      }
      checkParents(location, storage, target);
      checkExisting(location, storage, target, overwrite);
      var output = new StagedOutput(location, format, storage, target);
      output.deleteLeftovers();
      return output;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof BadUsageException usage) {
        throw usage;
      }
      throw cannotWrite(location, e.getMessage());
    }
  }

  /** Writes the rows where they do not show yet. */
  public void write(Dataset<Row> rows) {
    var options = new HashMap<String, String>();
    if (format == DataFormat.CSV) {
      options.putAll(
          Map.of(
              "header", "true",
              "escape", "\"",
              "ignoreLeadingWhiteSpace", "false",
              "ignoreTrailingWhiteSpace", "false"));
    }
    if (format != DataFormat.PARQUET && format != DataFormat.ORC) {
      String compression = DataFormat.compression(target.getName());
      if (!compression.isEmpty()) {
        options.put("compression", CODECS.getOrDefault(compression, compression));
      }
    }
    options.putAll(location.options());
    SaveMode mode = staging.equals(target) ? SaveMode.Overwrite : SaveMode.ErrorIfExists;
    rows.write().format(format.prefix()).options(options).mode(mode).save(staging.toString());
  }

  /** The directory in which the rows are now, for files that belong beside them. */
  public Path current() {
    return staging;
  }

  /** What the user wrote. */
  public DataLocation location() {
    return location;
  }

  /** The output as it will be named. */
  public Path target() {
    return target;
  }

  /** Lets the written rows appear under the output's name. */
  public void commit() throws IOException {
    if (staging.equals(target)) {
      return;
    }
    Path old = new Path(target.getParent(), staging.getName() + "-old");
    boolean replaces = storage.exists(target);
    if (replaces) {
      rename(target, old);
    }
    rename(staging, target);
    if (replaces) {
      storage.delete(old, true);
    }
  }

  /** Deletes what was written and not committed. Does nothing after {@link #commit}. */
  public void discard() throws IOException {
    if (!staging.equals(target)) {
      storage.delete(staging, true);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!storage.rename(from, to)) {
      throw new JobFailedException(
          "Cannot finish output '%s': renaming %s to %s was refused"
              .formatted(location.text(), from, to));
    }
  }

  private void deleteLeftovers() throws IOException {
    if (staging.equals(target) || !storage.exists(target.getParent())) {
      return;
    }
    String prefix = stagingPrefix(target);
    for (FileStatus sibling : storage.listStatus(target.getParent())) {
      String name = sibling.getPath().getName();
      if (name.startsWith(prefix) && name.substring(prefix.length()).matches("\\d+")) {
        long pid = Long.parseLong(name.substring(prefix.length()));
        if (ProcessHandle.of(pid).isEmpty()) {
          storage.delete(sibling.getPath(), true);
        }
      }
    }
  }

  /** Names the machine, because a process id means something there only. */
  private static String stagingPrefix(Path target) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return ".%s.p3-%s-".formatted(target.getName(), host);
  }

  private static void checkParents(DataLocation location, FileSystem storage, Path target)
      throws IOException {
    for (Path parent = target.getParent(); parent != null; parent = parent.getParent()) {
      if (storage.exists(parent)) {
        if (!storage.getFileStatus(parent).isDirectory()) {
          throw cannotWrite(location, parent.toUri().getPath() + " is a file, not a directory");
        }
        return;
      }
    }
  }

  private static void checkExisting(
      DataLocation location, FileSystem storage, Path target, boolean overwrite)
      throws IOException {
    if (!storage.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw cannotWrite(location, "it exists; pass --overwrite to replace it");
    }
    if (!looksLikeOutput(storage, target)) {
      throw cannotWrite(
          location,
          "it exists and is not an output of Spark (a directory of part files), so --overwrite does not replace it; delete it yourself or choose another name");
    }
  }

  private static boolean looksLikeOutput(FileSystem storage, Path target) throws IOException {
    if (!storage.getFileStatus(target).isDirectory()) {
      return false;
    }
    return Arrays.stream(storage.listStatus(target))
        .map(file -> file.getPath().getName())
        .allMatch(
            name ->
                name.startsWith("part-")
                    || name.startsWith("_")
                    || name.startsWith(".")
                    || name.contains("="));
  }

  private static BadUsageException cannotWrite(DataLocation location, String reason) {
    return new BadUsageException("Cannot write '%s': %s".formatted(location.text(), reason));
  }
}
