package dev.p3.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files that are there whole or not at all, because half of one would be misread. */
public final class AtomicFile {
  /** Of Hadoop 3.4.2 and later; others take no notice of it. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private AtomicFile() {}

  /** What is in a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Creates a file unless there is one of that name. Of several that create one file at once, one
   * does. Not so on an object store that cannot create a file on condition (S3 before Hadoop
   * 3.4.2): there the last one does, when they look for the file at the same time.
   *
   * @param content different for each that may create the file, where it matters who did
   * @return whether the file is this one; else it is another one
   */
  public static boolean create(FileSystem storage, Path file, Content content) throws IOException {
    if (!Renaming.isAtOnce(storage, file)) {
      return put(storage, file, content);
    }
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

  /** An object is there once it is whole. */
  private static boolean put(FileSystem storage, Path file, Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    FSDataOutputStreamBuilder<?, ?> creation = storage.createFile(file);
    creation.overwrite(false).recursive().opt(CONDITIONAL, true);
    try (OutputStream out = creation.build()) {
      bytes.writeTo(out);
    } catch (IOException e) {
      if (!storage.exists(file)) {
        throw e;
      }
    }
    // It may be this one after all: a store whose answer was lost is asked again, and then refuses.
    try (InputStream in = storage.open(file)) {
      return Arrays.equals(in.readAllBytes(), bytes.toByteArray());
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
