package dev.p3.profile.collect;

import dev.p3.data.AtomicFile;
import dev.p3.data.files.FileSchemes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of a profile, on any file system. Each file is there whole or not at all, in place
 * of an earlier one.
 */
public final class ProfileFolder {
  private final FileSystem storage;
  private final Path folder;

  /** Makes the directory when it is not there. */
  public ProfileFolder(String uri, Configuration hadoop) throws IOException {
    folder = new Path(uri);
    storage = FileSchemes.open(folder, hadoop);
    if (isLocal()) {
      Files.createDirectories(local());
    } else {
      storage.mkdirs(folder);
    }
  }

  private boolean isLocal() {
    return storage.getUri().getScheme().equals("file");
  }

  private java.nio.file.Path local() {
    return java.nio.file.Path.of(storage.makeQualified(folder).toUri().getPath());
  }

  /** Whether there is a file of this name. */
  public boolean has(String name) throws IOException {
    return storage.exists(new Path(folder, name));
  }

  /**
   * Writes a file in place of one that has its name.
   *
   * @throws IOException when it cannot; then what was there before is there on this machine's own
   *     file system, and nothing or that on others
   */
  public void write(String name, AtomicFile.Content content) throws IOException {
    if (isLocal()) {
      replace(local().resolve(name), content);
    } else {
      var file = new Path(folder, name);
      storage.delete(file, false);
      AtomicFile.create(storage, file, content);
    }
  }

  private static void replace(java.nio.file.Path file, AtomicFile.Content content)
      throws IOException {
    java.nio.file.Path unfinished =
        Files.createTempFile(file.getParent(), "." + file.getFileName(), "");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        content.writeTo(out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
