package dev.p3.run;

import dev.p3.data.AtomicFile;
import dev.p3.data.LocalFiles;
import dev.p3.data.files.FileSchemes;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where files about a run go: a directory of any file system of Hadoop. A name without a scheme is
 * one of the driver's machine; of the default file system where a cluster has started the driver,
 * because nobody looks for a file on a machine that a cluster chose.
 *
 * @param text as the user wrote it
 * @param path with the scheme of its file system
 */
public record ReportDirectory(String text, Path path) {
  /**
   * The directory that a user named.
   *
   * @throws BadUsageException when it is none, or can be none here
   */
  public static ReportDirectory of(String text, Configuration hadoop) {
    try {
      var named = new Path(text.isEmpty() ? "." : text);
      if (named.toUri().getScheme() != null) {
        return new ReportDirectory(text, named);
      }
      FileSystem usual = FileSystem.get(hadoop);
      if (!isChosenByCluster()) {
        return new ReportDirectory(
            text, new Path(java.nio.file.Path.of(text).toAbsolutePath().normalize().toUri()));
      }
      if (LocalFiles.are(usual) && !named.isAbsolute()) {
        throw cannotWrite(text, "in cluster mode the driver's own directory is none to look into");
      }
      return new ReportDirectory(text, usual.makeQualified(named));
    } catch (IOException | IllegalArgumentException e) {
      throw cannotWrite(text, Cause.firstLine(e));
    }
  }

  /** Whether a cluster's machine runs this driver, of which the user knows nothing. */
  private static boolean isChosenByCluster() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"))
        || Boolean.getBoolean("spark.kubernetes.submitInDriver");
  }

  /**
   * Makes the directory.
   *
   * @throws BadUsageException when it cannot be made or written to
   */
  public ReportDirectory requireWritable(Configuration hadoop) {
    try {
      FileSystem storage = FileSchemes.open(path, hadoop);
      // Also for a directory that is there: nothing else tells for sure.
      if (LocalFiles.are(storage)) {
        LocalFiles.requireWritable(LocalFiles.of(path));
      } else {
        var file = new Path(path, ".p3-" + UUID.randomUUID());
        storage.create(file).close();
        storage.delete(file, false);
      }
      return this;
    } catch (IOException | RuntimeException e) {
      throw cannotWrite(
          LocalFiles.text(path),
          String.format(Locale.ROOT, "no file can be made there (%s)", Cause.firstLine(e)));
    }
  }

  /** Writes a file into it. Local files get no checksums beside them. */
  public void write(String name, AtomicFile.Content content, Configuration hadoop)
      throws IOException {
    FileSystem storage = path.getFileSystem(hadoop);
    var file = new Path(path, name);
    try (OutputStream out =
        LocalFiles.are(storage)
            ? Files.newOutputStream(LocalFiles.of(file))
            : storage.create(file)) {
      content.writeTo(out);
    }
  }

  /** The name of a file in it, as the user would write it. */
  public String shown(String name) {
    return text.isEmpty() || text.endsWith("/") ? text + name : text + "/" + name;
  }

  private static BadUsageException cannotWrite(String text, String reason) {
    return new BadUsageException(
        String.format(
            Locale.ROOT,
            "Cannot write a report to '%s': %s; name another directory with --report",
            text,
            reason));
  }
}
