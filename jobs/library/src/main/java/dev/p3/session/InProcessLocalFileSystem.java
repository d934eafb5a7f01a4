package dev.p3.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, which takes a colon in a file's name, and sets permissions by itself.
 * Without Hadoop's native library, which few machines have, the original starts a {@code chmod} for
 * each directory, file and checksum that it makes: some 4 ms each, a dozen of them for an output of
 * one partition.
 *
 * <p>Hadoop makes one by its name: {@code spark.hadoop.fs.file.impl}.
 */
public final class InProcessLocalFileSystem extends LocalFileSystem {
  public InProcessLocalFileSystem() {
    super(new Raw());
  }

  /** The original takes what is before a colon in a file's name for a scheme. */
  @Override
  public Path getChecksumFile(Path file) {
    return new Path(file.getParent(), new Path(null, null, "." + file.getName() + ".crc"));
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      var attributes =
          Files.getFileAttributeView(pathToFile(path).toPath(), PosixFileAttributeView.class);
      if (attributes == null || permission.getStickyBit()) {
        super.setPermission(path, permission); // Java knows of nine bits
      } else {
        attributes.setPermissions(PosixFilePermissions.fromString(permission.toString()));
      }
    }
  }
}
