package dev.p3.runner;

import dev.p3.data.DataLocation;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.job.JobResult;
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
record FileArrivals(DataLocation location, SparkSession spark) implements Arrivals {
  private static final String FILES_AT_ONCE = "maxFilesPerTrigger";

  /** The paths of files; nothing of what is in them is read. */
  @Override
  public Dataset<Row> all() {
    DataStreamReader reader =
        spark
            .readStream()
            .format("binaryFile")
            .schema(
                StructType.fromDDL(
                    "path STRING, modificationTime TIMESTAMP, length BIGINT, content BINARY"))
            .option("recursiveFileLookup", "true");
    String atOnce = location.options().get(FILES_AT_ONCE);
    if (atOnce != null) {
      reader = reader.option(FILES_AT_ONCE, atOnce);
    }
    return reader.load(location.path()).select("path");
  }

  @Override
  public Arrived of(Dataset<Row> batch) throws IOException {
    var files = new ArrayList<FileStatus>();
    for (String path :
        batch.collectAsList().stream().map(row -> row.getString(0)).sorted().toList()) {
      var file = new Path(path);
      FileSystem storage = file.getFileSystem(spark.sparkContext().hadoopConfiguration());
      files.add(storage.getFileStatus(file));
    }
    var options = new HashMap<>(location.options());
    options.remove(FILES_AT_ONCE);
    return new Files(
        new StoredInput(
            location.withOptions(options), files.stream().map(FileStatus::getPath).toList(), files),
        spark);
  }

  @Override
  public String none() {
    return "no file that this checkpoint has not seen yet";
  }

  private record Files(StoredInput input, SparkSession spark) implements Arrived {
    @Override
    public <O extends Record, R extends Record & JobResult> Map<String, Dataset<Row>> datasets(
        RunPlan<O, R> run, ReadingNotes notes) {
      return run.datasets(spark, notes);
    }
  }
}
