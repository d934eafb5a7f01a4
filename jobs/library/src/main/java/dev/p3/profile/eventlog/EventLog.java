package dev.p3.profile.eventlog;

import dev.p3.data.files.FileSchemes;
import dev.p3.profile.collect.ProfileBuilder;
import dev.p3.profile.judge.Judge;
import dev.p3.profile.model.RunProfile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A profile from a Spark event log, of any application and any version of Spark: one file or a
 * rolling log's directory, compressed or not, complete or not. Events that p3 does not know are
 * passed over.
 */
public final class EventLog {
  private static final String ROLLING_FILE = "events_";

  /** Plans of queries may have megabytes. */
  private static final int LONGEST_LINE = 1 << 26;

  private EventLog() {}

  /**
   * Reads a log.
   *
   * @throws IOException when there is none, or it is no event log
   */
  public static RunProfile profile(String uri, Configuration hadoop) throws IOException {
    var path = new Path(uri);
    FileSystem storage = FileSchemes.open(path, hadoop);
    ProfileBuilder profile = ProfileBuilder.ofEventLog();
    var events = new EventReader(profile);
    for (FileStatus file : files(storage, path)) {
      read(storage, file.getPath(), events, profile);
    }
    if (events.known() == 0) {
      throw new IOException(
          String.format(Locale.ROOT, "it has no event of Spark in %,d lines", events.lines()));
    }
    events.end();
    return Judge.judge(profile.build());
  }

  private static List<FileStatus> files(FileSystem storage, Path path) throws IOException {
    FileStatus found = storage.getFileStatus(path);
    if (found.isFile()) {
      return List.of(found);
    }
    List<FileStatus> files =
        Arrays.stream(storage.listStatus(path))
            .filter(file -> file.isFile() && file.getPath().getName().startsWith(ROLLING_FILE))
            .sorted(Comparator.comparingLong(file -> index(file.getPath().getName())))
            .toList();
    if (files.isEmpty()) {
      throw new FileNotFoundException(
          "it is a directory without the files of a rolling log (events_1_…); name one log in it");
    }
    return files;
  }

  /** Of {@code events_12_app-1.zstd}. */
  private static long index(String name) {
    String digits = name.substring(ROLLING_FILE.length()).replaceFirst("\\D.*", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static void read(
      FileSystem storage, Path file, EventReader events, ProfileBuilder profile)
      throws IOException {
    try (InputStream bytes = LogFiles.open(storage, file)) {
      var lines = new LogLines(bytes, LONGEST_LINE);
      while (advances(lines, file, events, profile)) {
        events.read(lines);
      }
    }
  }

  /**
   * Whether a line follows; none does at the end, which may be in the middle of what was to come.
   */
  private static boolean advances(
      LogLines lines, Path file, EventReader events, ProfileBuilder profile) throws IOException {
    try {
      return lines.advance();
    } catch (IOException e) {
      if (events.known() == 0) {
        throw e;
      }
      profile.note(
          String.format(
              Locale.ROOT,
              "The log ends early: %s cannot be read on (%s).",
              file.getName(),
              e.getMessage()));
      return false;
    }
  }
}
