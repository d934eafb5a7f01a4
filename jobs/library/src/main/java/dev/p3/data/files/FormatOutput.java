package dev.p3.data.files;

import dev.p3.data.CsvNulls;
import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.fault.BadUsageException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes rows in a format, such that reading them again gives the same ones. */
record FormatOutput(DataLocation location, DataFormat format) {
  private static final Map<String, String> CODECS =
      Map.of("gz", "gzip", "bz2", "bzip2", "zst", "io.airlift.compress.zstd.ZstdCodec");

  /**
   * The format that a location tells, or states.
   *
   * @throws BadUsageException when it is none, or its options are not those of its writer
   */
  static FormatOutput of(DataLocation location) {
    DataFormat format =
        location
            .format()
            .orElseThrow(
                () ->
                    cannotWrite(
                        location,
                        String.format(
                            Locale.ROOT,
                            "its name tells no format; write it before the path, such as parquet:%s (one of %s)",
                            location.path(),
                            String.join(", ", DataFormat.prefixes()))));
    FormatOptions.requireWritable(location, format);
    return new FormatOutput(location, format);
  }

  /** Writes the rows into a directory. */
  void write(Dataset<Row> rows, Path directory, SaveMode mode) {
    if (format == DataFormat.CSV) {
      CsvText.requireFlat(rows.schema(), location.text());
    }
    Map<String, String> options = options();
    Dataset<Row> written = rows;
    if (format == DataFormat.CSV) {
      written = CsvNulls.escaped(rows, options);
      options = CsvNulls.written(rows.schema(), options);
    }
    if (format == DataFormat.TEXT) {
      requireOneTextColumn(rows);
      written = TextOutput.checked(rows, location.text());
    }
    if (format != DataFormat.PARQUET && format != DataFormat.ORC) {
      String compression = DataFormat.compression(new Path(location.path()).getName());
      if (!compression.isEmpty()) {
        options.putIfAbsent("compression", CODECS.getOrDefault(compression, compression));
      }
    }
    written.write().format(format.prefix()).options(options).mode(mode).save(directory.toString());
  }

  /** The rows of a directory; where the format keeps no types every column is text. */
  Dataset<Row> read(SparkSession spark, StructType schema, Path directory) {
    Map<String, String> options = options();
    if (format == DataFormat.CSV) {
      CsvText.READING.forEach(options::putIfAbsent);
    }
    StructType stored = schema;
    if (format != DataFormat.PARQUET && format != DataFormat.ORC) {
      stored = new StructType();
      for (String column : schema.fieldNames()) {
        stored = stored.add(column, DataTypes.StringType);
      }
    }
    boolean hasUsualNulls = format == DataFormat.CSV && CsvNulls.areUsual(location.options());
    if (hasUsualNulls) {
      options.putAll(CsvNulls.read(schema));
    }
    Dataset<Row> rows =
        spark
            .read()
            .format(format.prefix())
            .options(options)
            .schema(stored)
            .load(directory.toString());
    return hasUsualNulls ? CsvNulls.unescaped(rows) : rows;
  }

  private Map<String, String> options() {
    var options = new HashMap<String, String>();
    switch (format) {
      case CSV -> {
        options.put("header", "true");
        options.putAll(CsvText.OPTIONS);
      }
      case JSON -> {
        options.put("ignoreNullFields", "false"); // a column stays, though it is null everywhere
        options.putAll(CsvText.WHOLE_TIMESTAMPS);
      }
      case TEXT, PARQUET, ORC -> {}
    }
    options.putAll(location.options());
    return options;
  }

  private void requireOneTextColumn(Dataset<Row> rows) {
    StructType schema = rows.schema();
    if (schema.length() != 1 || !schema.apply(0).dataType().equals(DataTypes.StringType)) {
      throw cannotWrite(
          location,
          String.format(
              Locale.ROOT,
              "its columns are %s, and text holds one column of STRING; write csv: instead",
              schema.toDDL()));
    }
  }

  static BadUsageException cannotWrite(DataLocation location, String reason) {
    return new BadUsageException(
        String.format(Locale.ROOT, "Cannot write '%s': %s", location.text(), reason));
  }
}
