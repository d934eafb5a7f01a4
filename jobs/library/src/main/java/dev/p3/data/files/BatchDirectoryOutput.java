package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.DataFormat;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * An output directory to which numbered batches of rows are added.
 *
 * <p>A batch is written beside what is there, as a {@link StagedOutput}, and its files then get
 * names that begin with its number. Publishing a batch again replaces what an earlier try has left
 * of it, so a batch that is repeated after a crash is there once. Until a batch is published whole,
 * a reader may see a part of it.
 *
 * <p>Cost: a rename for each file and a listing of the directory for each batch. Not thread-safe.
 */
final class BatchDirectoryOutput implements StreamOutput {
  private final DataLocation location;
  private final DataFormat format;
  private final FileSystem storage;
  private final Path target;
  private final Configuration hadoop;

  private BatchDirectoryOutput(
      DataLocation location,
      DataFormat format,
      FileSystem storage,
      Path target,
      Configuration hadoop) {
    this.location = location;
    this.format = format;
    this.storage = storage;
    this.target = target;
    this.hadoop = hadoop;
  }

  /**
   * Checks that the output can be written; it may exist.
   *
   * @throws BadUsageException when it is a file, tells no format, or cannot be reached
   */
  public static BatchDirectoryOutput prepare(DataLocation location, Configuration hadoop) {
    try {
      var named = new Path(location.path());
      FileSystem storage = FileSchemes.open(named, hadoop);
      Path target = storage.makeQualified(named);
      if (storage.exists(target) && !storage.getFileStatus(target).isDirectory()) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot write '%s': it is a file, and batches go to a directory",
                location.text()));
      }
      DataFormat format =
          location
              .format()
              .orElseThrow(
                  () ->
                      new BadUsageException(
                          String.format(
                              Locale.ROOT,
                              "Cannot write '%s': its name tells no format; write it before the path, such as parquet:%s",
                              location.text(),
                              location.path())));
      FormatOptions.requireWritable(location, format);
      var output = new BatchDirectoryOutput(location, format, storage, target, hadoop);
      output.staged(0);
      return output;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof BadUsageException usage) {
        throw usage;
      }
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot write '%s': %s", location.text(), Cause.firstLine(e)));
    }
  }

  @Override
  public String place() {
    return target.toString();
  }

  @Override
  public DataLocation location() {
    return location;
  }

  @Override
  public Output batch(Batch batch) {
    return new BatchOutput(staged(batch.number()), batch.number());
  }

  /** Where a batch is written before it is published. */
  private StagedOutput staged(long number) {
    return StagedOutput.prepare(
        new DataLocation(
            location.text(),
            Optional.of(format),
            Optional.empty(),
            location.options(),
            directory(number).toString()),
        true,
        hadoop);
  }

  private final class BatchOutput implements Output {
    private final StagedOutput staged;
    private final long number;

    BatchOutput(StagedOutput staged, long number) {
      this.staged = staged;
      this.number = number;
    }

    @Override
    public DataLocation location() {
      return location;
    }

    @Override
    public Written write(Dataset<Row> rows) throws IOException {
      return staged.write(rows);
    }

    @Override
    public void attach(String name, AtomicFile.Content content) throws IOException {
      staged.attach(name, content);
    }

    @Override
    public void commit() throws IOException {
      staged.commit();
      publish(number);
    }

    @Override
    public void discard() throws IOException {
      staged.discard();
    }

    @Override
    public Dataset<Row> read(SparkSession spark, StructType schema) {
      throw new UnsupportedOperationException("The rows of a batch are not apart once added");
    }
  }

  /**
   * Gives the files of a batch that was written their names in the output.
   *
   * @throws JobFailedException when the file system refuses to rename
   */
  private void publish(long number) throws IOException {
    String prefix = String.format(Locale.ROOT, "part-%010d-", number);
    for (FileStatus file : storage.listStatus(target)) {
      if (file.getPath().getName().startsWith(prefix)) {
        storage.delete(file.getPath(), false);
      }
    }
    Path directory = directory(number);
    for (FileStatus file : storage.listStatus(directory)) {
      String name = file.getPath().getName();
      if (name.startsWith("part-")) {
        move(file.getPath(), new Path(target, prefix + name.substring("part-".length())));
      }
    }
    storage.mkdirs(new Path(target, "_p3"));
    Path record = new Path(target, String.format(Locale.ROOT, "_p3/run-%010d.json", number));
    storage.delete(record, false);
    move(new Path(directory, "_p3/run.json"), record);
    storage.delete(directory, true);
  }

  private void move(Path from, Path to) throws IOException {
    if (!storage.rename(from, to)) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': renaming %s to %s was refused",
              location.text(),
              from,
              to));
    }
  }

  private Path directory(long number) {
    return new Path(target, ".p3-batch-" + number);
  }
}
