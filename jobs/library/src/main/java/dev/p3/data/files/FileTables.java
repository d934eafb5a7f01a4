package dev.p3.data.files;

import dev.p3.data.DataFormat;
import dev.p3.data.InputReading;
import dev.p3.data.StoredInput;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads files as tables by Spark's own readers. */
final class FileTables {
  /**
   * RFC 4180 with a header and inferred types. A row that does not fit ends the run: Spark's own
   * default would turn it into nulls in silence. {@code columnPruning} is off because rows are
   * checked only when all their columns are parsed.
   */
  private static final Map<String, String> CSV =
      Map.of(
          "header", "true",
          "inferSchema", "true",
          "enforceSchema", "false",
          "escape", "\"",
          "mode", "FAILFAST",
          "columnPruning", "false");

  private static final Map<String, String> JSON = Map.of("mode", "FAILFAST");

  private FileTables() {}

  static Dataset<Row> read(StoredInput input, InputReading reading) {
    DataFormat format = input.requiredFormat();
    var options = new HashMap<String, String>();
    if (format == DataFormat.CSV && FileConnector.hasTabs(input)) {
      options.put("sep", "\t");
    }
    // Spark looks into folders of folders only for partitions, unless told otherwise.
    boolean partitioned = input.files().stream().anyMatch(file -> isInPartition(input, file));
    options.put("recursiveFileLookup", Boolean.toString(!partitioned));
    return read(input, format, options, reading);
  }

  static Dataset<Row> read(
      StoredInput input, DataFormat format, Map<String, String> defaults, InputReading reading) {
    var options = new HashMap<>(defaults);
    if (format == DataFormat.CSV) {
      options.putAll(CSV);
    }
    if (format == DataFormat.JSON) {
      options.putAll(JSON);
    }
    options.putAll(input.location().options());
    // Globs were resolved when the input was looked up.
    options.put("__globPaths__", "false");
    DataFrameReader reader = reading.spark().read().format(format.prefix()).options(options);
    if (format == DataFormat.JSON) {
      JsonTables.columns(reading.spark(), input, options).ifPresent(reader::schema);
    }
    return reader.load(input.roots().stream().map(Object::toString).toArray(String[]::new));
  }

  private static boolean isInPartition(StoredInput input, FileStatus file) {
    for (Path folder = file.getPath().getParent();
        folder != null && !input.roots().contains(folder);
        folder = folder.getParent()) {
      if (folder.getName().contains("=")) {
        return !input.roots().contains(file.getPath());
      }
    }
    return false;
  }
}
