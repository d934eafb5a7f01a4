package dev.p3.data.raw;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.p3.data.StoredInput;
import dev.p3.table.Columns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Columns that stand in the names of the folders around a file, for example {@code zip=01234}, as
 * Hive and Spark write them: always as text, %-escapes decoded, and null for {@code
 * __HIVE_DEFAULT_PARTITION__}.
 *
 * @param values by column, from the outermost folder on; a value may be null
 */
record FolderColumns(Map<String, String> values) {
  static final FolderColumns NONE = new FolderColumns(Map.of());

  /**
   * The columns of a file.
   *
   * @param file its path
   * @param base the folder that the input names, as {@link #base} gives it; only folders below it
   *     count
   */
  static FolderColumns of(String file, String base) {
    String path = new Path(file).getParent().toUri().getPath();
    String from = base.endsWith("/") ? base : base + "/";
    if (!path.startsWith(from)) {
      return NONE;
    }
    var values = new LinkedHashMap<String, String>();
    for (String folder : path.substring(from.length()).split("/", -1)) {
      int equals = folder.indexOf('=');
      if (equals > 0) {
        String value = ExternalCatalogUtils.unescapePathName(folder.substring(equals + 1));
        values.put(
            ExternalCatalogUtils.unescapePathName(folder.substring(0, equals)),
            value.equals(ExternalCatalogUtils.DEFAULT_PARTITION_NAME()) ? null : value);
      }
    }
    return new FolderColumns(values);
  }

  /** Those of an input's first file. */
  static FolderColumns ofFirst(StoredInput input, Configuration hadoop) {
    return input.files().isEmpty()
        ? NONE
        : of(input.files().get(0).getPath().toString(), base(input, hadoop));
  }

  /** The path that an input names, up to its first wildcard. */
  static String base(StoredInput input, Configuration hadoop) {
    try {
      var path = new Path(input.location().path());
      var whole = path.getFileSystem(hadoop).makeQualified(path).toUri().getPath();
      var base = new StringBuilder();
      for (String part : whole.split("/", -1)) {
        if (part.matches(".*[*?\\[{].*")) {
          break;
        }
        base.append(part).append('/');
      }
      return base.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A column of the files that Spark reads, as text: Spark itself makes a number of {@code 01234}.
   */
  static Column text(String column, String base) {
    UDF1<String, String> text =
        uri -> {
          FolderColumns folders = of(new Path(URI.create(uri)).toString(), base);
          String name = folders.nameOf(column);
          return name == null ? null : folders.values.get(name);
        };
    return udf(text, DataTypes.StringType).apply(col("_metadata.file_path"));
  }

  Set<String> names() {
    return values.keySet();
  }

  /** The name that a wanted column has here: exactly its own, or the only one in another case. */
  String nameOf(String column) {
    return Columns.among(column, values.keySet()).orElse(null);
  }

  /** A column's value by the name that {@link #nameOf} gave. */
  UTF8String value(String name) {
    return UTF8String.fromString(values.get(name));
  }
}
