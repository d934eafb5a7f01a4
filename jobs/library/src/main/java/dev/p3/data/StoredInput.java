package dev.p3.data;

import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * An input that was looked up in its file system: the paths that it names, and the data files under
 * them. Of what is no files, such as a table of a database, nothing is known before it is read; of
 * a topic, that it is there.
 *
 * @param connector how it is read
 * @param location what the user wrote
 * @param roots the files and directories that the path or glob stands for
 * @param files every data file under the roots, sorted by path
 */
public record StoredInput(
    Connector connector, DataLocation location, List<Path> roots, List<FileStatus> files) {

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
                    String.format(
                        Locale.ROOT,
                        "Cannot tell the format of '%s' from its name; write it before the path, such as csv:%s (one of %s)",
                        location.text(),
                        location.path(),
                        String.join(", ", DataFormat.prefixes()))));
  }

  /** Whether the input's kind of storage can do this with it. */
  public boolean can(Ability ability) {
    return connector.abilities(location).contains(ability);
  }

  /** The size of the data files in bytes, as stored. */
  public long bytes() {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }

  /**
   * A digest of how the input is read, and of the paths, sizes and versions of its data files
   * (ETags where the store has them, else modification times): equal means unchanged.
   *
   * @return null when nothing tells whether the input has changed
   */
  public String fingerprint() {
    if (!can(Ability.TELLS_CHANGES)) {
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
    fingerprint.add(
        String.format(Locale.ROOT, "%s %s", format(), new TreeMap<>(location.options())));
    return fingerprint;
  }
}
