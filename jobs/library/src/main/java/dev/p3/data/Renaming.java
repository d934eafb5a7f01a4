package dev.p3.data;

import java.io.IOException;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How a file system renames. */
public final class Renaming {
  private Renaming() {}

  /**
   * Whether a directory is renamed at once: all of it, or nothing. That is so of this machine's
   * files, and of a file system that says that it keeps rights: it has true directories. Of all
   * others it is taken for granted that they copy file by file, which can fail half-way: as object
   * stores do, of which none says so.
   */
  public static boolean isAtOnce(FileSystem storage, Path path) throws IOException {
    return LocalFiles.are(storage)
        || storage.hasPathCapability(path, CommonPathCapabilities.FS_ACLS);
  }
}
