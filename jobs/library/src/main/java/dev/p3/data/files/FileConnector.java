package dev.p3.data.files;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.p3.data.Ability;
import dev.p3.data.CompressedFile;
import dev.p3.data.Connector;
import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.StreamSource;
import dev.p3.data.raw.RawRows;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Files of any Hadoop file system, in the formats of {@link DataFormat}. */
public final class FileConnector implements Connector {
  @Override
  public boolean takes(DataLocation location) {
    return location.source().isEmpty();
  }

  @Override
  public Set<Ability> abilities(DataLocation location) {
    return EnumSet.complementOf(EnumSet.of(Ability.MOVES_ON_COMMIT, Ability.EXPIRES));
  }

  @Override
  public StoredInput find(DataLocation location, Configuration hadoop) {
    return FileInputs.find(this, location, hadoop);
  }

  @Override
  public void check(StoredInput input, Form form) {
    if (form != Form.LINES) {
      input.requiredFormat();
    }
    if (form != Form.RAW || !RawRows.hasScanOfItsOwn(input.requiredFormat())) {
      FormatOptions.requireReadable(input);
    }
  }

  /** CSV and JSON are read once more, to infer the columns' types. */
  @Override
  public Dataset<Row> table(StoredInput input, InputReading reading) {
    return FileTable.of(input, reading).read();
  }

  @Override
  public boolean omitsNulls(StoredInput input) {
    return input.requiredFormat() == DataFormat.JSON;
  }

  @Override
  public Dataset<Row> lines(StoredInput input, Charset encoding, InputReading reading) {
    return Utf16Lines.isWide(encoding)
        ? Utf16Lines.read(reading.spark(), input, encoding)
        : FileTable.ofText(input, reading).read().select(col("value").cast("binary").as("value"));
  }

  /** Spark's reader takes the options, and the files that are not as they are. */
  @Override
  public Dataset<Row> blocks(StoredInput input, Charset encoding, InputReading reading) {
    boolean isPlain =
        RawRows.hasBlocks(encoding)
            && input.location().options().isEmpty()
            && !CompressedFile.isAny(
                input.files(), reading.spark().sparkContext().hadoopConfiguration());
    return isPlain ? RawRows.blocks(reading.spark(), input) : lines(input, encoding, reading);
  }

  @Override
  public Dataset<Row> raw(StoredInput input, List<String> columns, InputReading reading) {
    return switch (input.requiredFormat()) {
      case CSV -> RawRows.csv(reading.spark(), input, hasTabs(input), columns);
      case JSON -> RawRows.json(input, columns, reading);
      case TEXT -> RawRows.text(reading.spark(), input, columns);
      case PARQUET ->
          RawRows.table(
              table(input, reading),
              input,
              columns,
              col("_metadata.file_path"),
              col("_metadata.row_index").plus(1));
      case ORC ->
          RawRows.table(
              table(input, reading), input, columns, col("_metadata.file_path"), lit(null));
    };
  }

  @Override
  public Output output(DataLocation location, Existing existing, Configuration hadoop) {
    return StagedOutput.prepare(location, existing == Existing.REPLACE, hadoop);
  }

  @Override
  public StreamOutput streamOutput(DataLocation location, Configuration hadoop) {
    return BatchDirectoryOutput.prepare(location, hadoop);
  }

  @Override
  public StreamSource streamSource(StoredInput input, SparkSession spark) {
    return new FileStreamSource(input, spark);
  }

  /** Whether values are separated by tabs, as the files' names say. */
  static boolean hasTabs(StoredInput input) {
    return input.files().stream()
        .map(FileStatus::getPath)
        .anyMatch(file -> DataFormat.extension(file.getName()).equals("tsv"));
  }
}
