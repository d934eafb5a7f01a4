package dev.p3.data.files;

import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;

/**
 * Files that arrive in a directory. A batch is the paths of some; they are read as a run that was
 * given them would read them.
 */
record FileStreamSource(StoredInput stream, SparkSession spark) implements StreamSource {
  private static final String FILES_AT_ONCE = "maxFilesPerTrigger";

  /**
   * Spark skips files that are older than others by a week, such as copies that keep their times,
   * and all others once one has a date in the future. No file is older than this.
   */
  private static final String ANY_AGE = "1000000d";

  /** The paths of files; nothing of what is in them is read. */
  @Override
  public Dataset<Row> arriving() {
    DataLocation location = stream.location();
    DataStreamReader reader =
        spark
            .readStream()
            .format("binaryFile")
            .schema(
                StructType.fromDDL(
                    "path STRING, modificationTime TIMESTAMP, length BIGINT, content BINARY"))
            .option("recursiveFileLookup", "true")
            .option("maxFileAge", ANY_AGE);
    String atOnce = location.options().get(FILES_AT_ONCE);
    if (atOnce != null) {
      reader = reader.option(FILES_AT_ONCE, atOnce);
    }
    return reader.load(location.path()).select("path");
  }

  @Override
  public Batch batch(Dataset<Row> rows) throws IOException {
    var files = new ArrayList<FileStatus>();
    for (String path :
        rows.collectAsList().stream().map(row -> row.getString(0)).sorted().toList()) {
      var file = new Path(path);
      FileSystem storage = file.getFileSystem(spark.sparkContext().hadoopConfiguration());
      files.add(storage.getFileStatus(file));
    }
    var input =
        new StoredInput(
            stream.connector(),
            stream.location().withOptions(options()),
            files.stream().map(FileStatus::getPath).toList(),
            files);
    return new Batch(input, spark);
  }

  @Override
  public Map<String, String> options() {
    var options = new HashMap<>(stream.location().options());
    options.remove(FILES_AT_ONCE);
    return options;
  }

  @Override
  public String nothingNew() {
    return "no file that this checkpoint has not seen yet";
  }
}
