package dev.p3.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Reads files that are compressed, as the ends of their names tell. */
public final class CompressedFile {
  private CompressedFile() {}

  /** Whether the name is one of a compressed file. */
  public static boolean isCompressed(Path file, Configuration hadoop) {
    return codec(file, hadoop) != null;
  }

  /** Whether the name of any of some files is one of a compressed file. */
  public static boolean isAny(List<FileStatus> files, Configuration hadoop) {
    var codecs = new CompressionCodecFactory(hadoop);
    return files.stream().anyMatch(file -> codecs.getCodec(file.getPath()) != null);
  }

  /** The content, decompressed; close it. */
  public static InputStream open(Path file, Configuration hadoop) throws IOException {
    InputStream stored = file.getFileSystem(hadoop).open(file);
    CompressionCodec codec = codec(file, hadoop);
    if (codec == null) {
      return stored;
    }
    try {
      return codec.createInputStream(stored);
    } catch (IOException | RuntimeException e) { // a damaged head
      stored.close();
      throw e;
    }
  }

  private static CompressionCodec codec(Path file, Configuration hadoop) {
    return new CompressionCodecFactory(hadoop).getCodec(file);
  }
}
