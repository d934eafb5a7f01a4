package dev.p3.data;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files that are there whole or not at all, because half of one would be misread. */
public final class AtomicFile {
  private AtomicFile() {}

  /** What is in a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file beside its place, and renames it.
   *
   * @throws IOException also when the file system refuses to rename
   */
  public static void create(FileSystem storage, Path file, Content content) throws IOException {
    var unfinished = new Path(file.getParent(), "." + file.getName() + "-" + UUID.randomUUID());
    try (OutputStream out = storage.create(unfinished)) {
      content.writeTo(out);
    }
    if (!storage.rename(unfinished, file)) {
      throw new IOException(
          String.format(Locale.ROOT, "renaming %s to %s was refused", unfinished, file));
    }
  }
}
