package dev.p3.profile.eventlog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec$;

/**
 * Opens files of event logs by their names. Spark takes whatever follows a name's last point for a
 * codec; here what is no codec is a name.
 */
final class LogFiles {
  private static final Map<String, String> CODECS =
      Map.of("zstd", "zstd", "zst", "zstd", "lz4", "lz4", "lzf", "lzf", "snappy", "snappy");

  private LogFiles() {}

  static InputStream open(FileSystem storage, Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(storage.open(file), 1 << 16);
    try {
      return decompressed(bytes, extension(file.getName()));
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream bytes, String extension) throws IOException {
    if (extension.equals("gz")) {
      return new GZIPInputStream(bytes, 1 << 16);
    }
    String codec = CODECS.get(extension);
    return codec == null
        ? bytes
        : CompressionCodec$.MODULE$
            .createCodec(new SparkConf(false), codec)
            .compressedContinuousInputStream(bytes);
  }

  private static String extension(String name) {
    String whole = name.replaceFirst("\\.(inprogress|compact)$", "");
    return whole.substring(whole.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
