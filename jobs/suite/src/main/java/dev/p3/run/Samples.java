package dev.p3.run;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;

/**
 * The bundled samples, as files that every executor can read: where that is set up, by {@link
 * SampleFileSystem}; else they are copied out of the jar to a temporary directory of the default
 * file system when first asked for, and deleted at the end.
 */
public final class Samples implements AutoCloseable {
  /** Begins the URI of a sample, for example {@code sample:moby-dick/moby-dick.txt}. */
  static final String SCHEME = "sample:";

  private final Configuration hadoop;
  private Path directory;

  public Samples(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Whether the words of an input name a sample. */
  static boolean isSample(String uri) {
    int at = uri.indexOf(SCHEME);
    return at == 0 || (at > 0 && uri.charAt(at - 1) == ':');
  }

  /** The words of an input with {@code sample:NAME} replaced by the path of a copy. */
  String resolve(String uri) {
    if (!isSample(uri)) {
      return uri;
    }
    int at = uri.indexOf(SCHEME);
    String name = uri.substring(at + SCHEME.length());
    return uri.substring(0, at)
        + (hadoop.get(SampleFileSystem.KEY) == null ? copy(name) : inJar(name));
  }

  private static String inJar(String name) {
    try (InputStream sample = open(name)) {
      return SampleFileSystem.SCHEME + ":/" + name;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close sample " + name, e);
    }
  }

  private static InputStream open(String name) {
    try {
      return SampleFileSystem.sample(name);
    } catch (FileNotFoundException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read 'sample:%s': there is no such sample", name));
    }
  }

  private Path copy(String name) {
    try (InputStream sample = open(name)) {
      FileSystem storage = FileSystem.get(hadoop);
      Path file = new Path(directory(storage), name);
      if (!storage.exists(file)) {
        try (FSDataOutputStream copy = storage.create(file)) {
          sample.transferTo(copy);
        }
      }
      return file;
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot copy sample '%s' to a temporary directory%s: %s",
              name,
              directory == null ? "" : " " + directory,
              Cause.firstLine(e)));
    }
  }

  private Path directory(FileSystem storage) {
    if (directory == null) {
      String parent =
          storage.getScheme().equals("file") ? System.getProperty("java.io.tmpdir") : "/tmp";
      directory = storage.makeQualified(new Path(parent, "p3-samples-" + UUID.randomUUID()));
    }
    return directory;
  }

  /** Deletes the copies. */
  @Override
  public void close() {
    if (directory != null) {
      try {
        directory.getFileSystem(hadoop).delete(directory, true);
      } catch (IOException e) {
        // A temporary directory that stays is no reason to fail a run that is done.
        LogManager.getLogger(Samples.class)
            .warn("Cannot delete {}: {}", directory, Cause.firstLine(e));
      }
    }
  }
}
