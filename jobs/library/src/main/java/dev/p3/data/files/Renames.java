package dev.p3.data.files;

import dev.p3.data.DataLocation;
import dev.p3.data.LocalFiles;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Renames directories, and files. Directories never by copying: Hadoop's local file system copies
 * what it cannot rename, such as a mount point, which may fail half-way and has deleted by then.
 */
final class Renames {
  private Renames() {}

  /**
   * Gives a directory another name, which nothing has.
   *
   * @throws JobFailedException when that is refused; then the directory is where it was, unless it
   *     has been deleted
   */
  static void move(DataLocation output, FileSystem storage, Path from, Path to) throws IOException {
    if (LocalFiles.are(storage)) {
      moveLocally(output, from, to);
      return;
    }
    boolean isThere = storage.exists(to);
    if (isThere || !storage.rename(from, to)) {
      throw refused(output, from, to, isThere ? "it exists" : "no reason is given");
    }
    // Some file systems move a directory into one that appeared under the new name meanwhile.
    Path inside = new Path(to, from.getName());
    if (storage.exists(inside)) {
      if (!storage.rename(inside, from)) {
        storage.delete(inside, true);
      }
      throw meanwhile(output);
    }
  }

  /**
   * Gives a file another name. Others may do the same at the same time: a file that is there is
   * whole.
   *
   * @return whether it is there; else somebody has deleted it
   * @throws JobFailedException when the file system refuses
   */
  static boolean moveFile(DataLocation output, FileSystem storage, Path from, Path to)
      throws IOException {
    boolean isMoved;
    try {
      isMoved = storage.rename(from, to);
    } catch (FileNotFoundException | FileAlreadyExistsException e) {
      isMoved = false;
    } catch (IOException e) {
      if (storage.exists(from)) {
        throw e;
      }
      isMoved = false; // S3A has an exception of its own for what is gone once it is to be copied
    }
    if (isMoved || storage.exists(to)) {
      return true;
    }
    if (storage.exists(from)) {
      throw refused(output, from, to, "no reason is given");
    }
    return false;
  }

  private static void moveLocally(DataLocation output, Path from, Path to) {
    try {
      if (Files.isRegularFile(LocalFiles.of(to))) {
        throw meanwhile(output);
      }
      Files.move(LocalFiles.of(from), LocalFiles.of(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw refused(output, from, to, Cause.firstLine(e));
    }
  }

  /** The fault of an output that another run has written while this one did. */
  static JobFailedException meanwhile(DataLocation output) {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot finish output '%s': somebody else has written it meanwhile",
            output.text()));
  }

  static JobFailedException refused(DataLocation output, Path from, Path to, String reason) {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot finish output '%s': renaming %s to %s was refused (%s)",
            output.text(),
            from,
            to,
            reason));
  }
}
