package dev.p3.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The file formats that can be read and written. */
public enum DataFormat {
  CSV(Set.of("csv", "tsv")),
  JSON(Set.of("json", "jsonl", "ndjson")),
  PARQUET(Set.of("parquet", "pq")),
  ORC(Set.of("orc")),
  TEXT(Set.of("txt", "text", "log", "md"));

  private static final Set<String> COMPRESSIONS =
      Set.of("gz", "zst", "bz2", "lz4", "snappy", "deflate");

  private final Set<String> extensions;

  DataFormat(Set<String> extensions) {
    this.extensions = extensions;
  }

  /** The name that stands before the colon of a URI. */
  public String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all formats. */
  public static List<String> prefixes() {
    return Arrays.stream(values()).map(DataFormat::prefix).toList();
  }

  static Optional<DataFormat> ofPrefix(String prefix) {
    return Arrays.stream(values()).filter(format -> format.prefix().equals(prefix)).findFirst();
  }

  /** By the extension of a file's name; an extension of a compression is looked through. */
  public static Optional<DataFormat> ofFileName(String name) {
    String extension = extension(name);
    return Arrays.stream(values())
        .filter(format -> format.extensions.contains(extension))
        .findFirst();
  }

  /** The last extension that is not a compression, in lower case; empty when there is none. */
  public static String extension(String name) {
    String[] parts = name.toLowerCase(Locale.ROOT).split("\\.", -1);
    for (int i = parts.length - 1; i > 0; i--) {
      if (!COMPRESSIONS.contains(parts[i])) {
        return parts[i];
      }
    }
    return "";
  }

  /** The extension of the compression at the end of a file's name; empty when there is none. */
  public static String compression(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return COMPRESSIONS.contains(last) ? last : "";
  }
}
