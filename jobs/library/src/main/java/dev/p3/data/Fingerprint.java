package dev.p3.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A digest by which files are known again: it changes when one is added, removed, renamed or
 * written. A file's version is its ETag where the store gives one, else its modification time.
 *
 * <p>Not thread-safe; for one use.
 */
public final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /**
   * Of an output: the names, sizes and versions of the data files under a directory. It stays the
   * same when the directory is renamed; so where that copies the files, their versions are left
   * out: Spark gives other names to the files of each write.
   *
   * <p>Cost: one listing of every directory.
   */
  public static String ofDirectory(Path directory, Configuration hadoop) throws IOException {
    FileSystem storage = directory.getFileSystem(hadoop);
    FileStatus root = storage.getFileStatus(directory);
    var files = new ArrayList<FileStatus>();
    for (FileStatus child : storage.listStatus(root.getPath())) {
      DataFiles.add(storage, child, files);
    }
    files.sort(Comparator.comparing(FileStatus::getPath));
    boolean keepsVersions = Renaming.isAtOnce(storage, directory);
    var fingerprint = new Fingerprint();
    for (FileStatus file : files) {
      String name = root.getPath().toUri().relativize(file.getPath().toUri()).getPath();
      if (keepsVersions) {
        fingerprint.add(name, file);
      } else {
        fingerprint.add(String.format(Locale.ROOT, "%s %d", name, file.getLen()));
      }
    }
    return fingerprint.toString();
  }

  /** Of a text, its bytes in UTF-8. */
  public static String ofText(String text) {
    var fingerprint = new Fingerprint();
    fingerprint.digest.update(text.getBytes(StandardCharsets.UTF_8));
    return fingerprint.toString();
  }

  void add(String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  void add(String name, FileStatus file) {
    String etag = file instanceof EtagSource store ? store.getEtag() : null;
    String version = etag == null ? Long.toString(file.getModificationTime()) : etag;
    add(String.format(Locale.ROOT, "%s %d %s", name, file.getLen(), version));
  }

  /** Adds the files' bytes and nothing else of them. */
  void addContent(List<FileStatus> files, Configuration hadoop) throws IOException {
    for (FileStatus file : files) {
      add(Long.toString(file.getLen()));
      try (InputStream bytes =
          new DigestInputStream(
              file.getPath().getFileSystem(hadoop).open(file.getPath()), digest)) {
        bytes.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  /** The digest in hexadecimal; call it once. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
