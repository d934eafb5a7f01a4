package dev.p3.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
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
   * Writes a new file beside its place, and gives it its name unless there is one of that name. Of
   * several that create one file at once, one does: where the file system can tell.
   *
   * @return whether the file is this one; else it is another one
   */
  public static boolean create(FileSystem storage, Path file, Content content) throws IOException {
    var unfinished = new Path(file.getParent(), "." + file.getName() + "-" + UUID.randomUUID());
    try (OutputStream out = storage.create(unfinished)) {
      content.writeTo(out);
    }
    try {
      return LocalFiles.are(storage)
          ? link(unfinished, file)
          : !storage.exists(file) && storage.rename(unfinished, file);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } finally {
      storage.delete(unfinished, false);
    }
  }

  /** Local file systems rename a file over another one, but link none. */
  private static boolean link(Path unfinished, Path file) throws IOException {
    try {
      Files.createLink(LocalFiles.of(file), LocalFiles.of(unfinished));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (FileSystemException | UnsupportedOperationException e) {
      try {
        Files.write(
            LocalFiles.of(file),
            Files.readAllBytes(LocalFiles.of(unfinished)),
            StandardOpenOption.CREATE_NEW);
        return true;
      } catch (FileAlreadyExistsException exists) {
        return false;
      }
    }
  }
}
