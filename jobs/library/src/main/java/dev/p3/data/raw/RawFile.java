package dev.p3.data.raw;

import dev.p3.data.CompressedFile;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file of rows.
 *
 * @param path as Hadoop spells it
 * @param length in bytes, as stored
 */
record RawFile(String path, long length) implements Serializable {
  static final int LONGEST_MARK = 3;

  /** The file's text as UTF-8, without a byte order mark, decompressed. */
  InputStream text(Charset encoding, Configuration hadoop) throws IOException {
    var bytes = new PushbackInputStream(CompressedFile.open(new Path(path), hadoop), LONGEST_MARK);
    byte[] first = bytes.readNBytes(LONGEST_MARK);
    Charset marked = marked(first, encoding);
    int mark = lengthOfMark(first, marked);
    bytes.unread(first, mark, first.length - mark);
    return isUtf8(marked) ? bytes : new Utf8Stream(bytes, marked);
  }

  /** How many bytes the byte order mark takes, which {@link #text} leaves out. */
  int bytesOfMark(Charset encoding, Configuration hadoop) throws IOException {
    try (InputStream stored = open(hadoop)) {
      byte[] first = stored.readNBytes(LONGEST_MARK);
      return lengthOfMark(first, marked(first, encoding));
    }
  }

  /** The stored bytes from an offset on, of a file that {@link #canBeSplit}. */
  InputStream bytesFrom(long offset, Configuration hadoop) throws IOException {
    FSDataInputStream stored = open(hadoop);
    stored.seek(offset);
    return stored;
  }

  /** Whether a task can begin in the middle of the file. */
  boolean canBeSplit(Charset encoding, Configuration hadoop) throws IOException {
    if (CompressedFile.isCompressed(new Path(path), hadoop) || !isUtf8(encoding)) {
      return false;
    }
    try (InputStream stored = open(hadoop)) {
      return isUtf8(marked(stored.readNBytes(LONGEST_MARK), encoding));
    }
  }

  /** Why the file could not be read, with its name. */
  JobFailedException unreadable(IOException failure) {
    boolean isCut = failure instanceof EOFException || failure instanceof ZipException;
    String reason = Cause.firstLine(failure);
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            isCut
                ? "Cannot read '%s': the file is truncated, damaged or of another format (%s)"
                : "Cannot read '%s': %s",
            path,
            reason),
        failure);
  }

  private FSDataInputStream open(Configuration hadoop) throws IOException {
    var file = new Path(path);
    return file.getFileSystem(hadoop).open(file);
  }

  /** What the byte order mark says; no text in UTF-8 begins as UTF-16's does. */
  private static Charset marked(byte[] first, Charset encoding) {
    boolean mayBeUtf16 = isUtf8(encoding) || encoding.name().startsWith("UTF-16");
    if (mayBeUtf16 && begins(first, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16BE;
    }
    if (mayBeUtf16 && begins(first, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return encoding;
  }

  private static int lengthOfMark(byte[] first, Charset encoding) {
    if (isUtf8(encoding)) {
      return lengthOfUtf8Mark(first);
    }
    boolean isUtf16 = encoding.name().startsWith("UTF-16");
    return isUtf16 && (begins(first, 0xFE, 0xFF) || begins(first, 0xFF, 0xFE)) ? 2 : 0;
  }

  /** How many bytes the byte order mark of UTF-8 takes with which a file begins; 0 without one. */
  static int lengthOfUtf8Mark(byte[] first) {
    return begins(first, 0xEF, 0xBB, 0xBF) ? 3 : 0;
  }

  private static boolean begins(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i == bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf8(Charset encoding) {
    return encoding.equals(StandardCharsets.UTF_8) || encoding.equals(StandardCharsets.US_ASCII);
  }
}
