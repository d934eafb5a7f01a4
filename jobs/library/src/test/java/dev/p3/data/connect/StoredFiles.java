package dev.p3.data.connect;

import com.github.luben.zstd.ZstdOutputStream;
import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Puts files where a test wants them. */
public final class StoredFiles {
  private StoredFiles() {}

  public static Configuration hadoop() {
    return LocalSpark.spark().sparkContext().hadoopConfiguration();
  }

  public static StoredInput find(String uri) {
    return Connectors.find(DataLocation.parse(uri), hadoop());
  }

  public static StoredInput find(Path path) {
    return find(path.toString());
  }

  /** The path of a bundled case. */
  static String sample(String name) {
    try {
      return Path.of(StoredFiles.class.getResource("/cases/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one file in a directory whose name begins so. */
  static Path only(Path directory, String prefix) {
    return names(directory).stream()
        .filter(name -> name.startsWith(prefix))
        .map(directory::resolve)
        .findFirst()
        .orElseThrow();
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes UTF-8 text, compressed as the name's extension says. */
  public static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes, compressed as the name's extension says. */
  public static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, compressed(file.getFileName().toString(), bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that ends in the middle of its compressed content. */
  public static Path writeTruncated(Path file, byte[] bytes) {
    try {
      byte[] whole = compressed(file.getFileName().toString(), bytes);
      return Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names in a directory, sorted; hidden ones too. */
  public static List<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] compressed(String name, byte[] bytes) throws IOException {
    var stored = new ByteArrayOutputStream();
    try (OutputStream out = compressing(name, stored)) {
      out.write(bytes);
    }
    return stored.toByteArray();
  }

  private static OutputStream compressing(String name, OutputStream stored) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(stored);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(stored) : new FilterOutputStream(stored);
  }
}
