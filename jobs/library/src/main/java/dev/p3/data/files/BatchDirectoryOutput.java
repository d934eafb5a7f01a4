package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.DataLocation;
import dev.p3.data.Fingerprint;
import dev.p3.data.Lease;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * An output directory to which numbered batches of rows are added.
 *
 * <p>A run writes a batch in a hidden directory of its own, and its files then get names that begin
 * with the batch's number. {@link BatchLog} sees to it that a batch is there once, whether it is
 * repeated after a crash or written by two runs at once. Until a batch is published whole, a reader
 * may see a part of it.
 *
 * <p>Cost: a rename for each file and a small record for each batch. Not thread-safe.
 */
final class BatchDirectoryOutput implements StreamOutput {
  private static final String STAGING = ".p3-batch-";

  private final FormatOutput format;
  private final FileSystem storage;
  private final Path target;
  private final BatchLog log;

  private BatchDirectoryOutput(FormatOutput format, FileSystem storage, Path target) {
    this.format = format;
    this.storage = storage;
    this.target = target;
    this.log = new BatchLog(format.location(), storage, target);
  }

  /**
   * Checks that the output can be written, and finishes or deletes what dead runs have left; it may
   * exist.
   *
   * @throws BadUsageException when it is a file, tells no format, or cannot be reached
   */
  public static BatchDirectoryOutput prepare(DataLocation location, Configuration hadoop) {
    FormatOutput format = FormatOutput.of(location);
    try {
      var named = new Path(location.path());
      FileSystem storage = FileSchemes.open(named, hadoop);
      Path target = OutputPlace.real(storage, storage.makeQualified(named));
      if (storage.exists(target) && !storage.getFileStatus(target).isDirectory()) {
        throw FormatOutput.cannotWrite(location, "it is a file, and batches go to a directory");
      }
      OutputPlace.checkParents(location, storage, target);
      var output = new BatchDirectoryOutput(format, storage, target);
      new Staging(location, storage, target, STAGING, Lease.newOwner())
          .clearLeftovers((staging, old) -> output.log.finish(staging));
      return output;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof BadUsageException usage) {
        throw usage;
      }
      throw FormatOutput.cannotWrite(location, Cause.firstLine(e));
    }
  }

  @Override
  public String place() {
    return target.toString();
  }

  @Override
  public DataLocation location() {
    return format.location();
  }

  @Override
  public void check(String stream, boolean isNew) {
    try {
      log.check(stream, isNew);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public BatchOutput batch(Batch batch) {
    String owner = String.format(Locale.ROOT, "%d-%s", batch.number(), Lease.newOwner());
    return new BatchOutput(batch, new Staging(format.location(), storage, target, STAGING, owner));
  }

  /** One batch, as one run writes it. */
  final class BatchOutput implements Output {
    private final Batch batch;
    private final Staging staging;
    private Optional<Lease> lease = Optional.empty();
    private boolean isAdding;

    BatchOutput(Batch batch, Staging staging) {
      this.batch = batch;
      this.staging = staging;
    }

    @Override
    public DataLocation location() {
      return format.location();
    }

    @Override
    public Written write(Dataset<Row> rows) throws IOException {
      begin();
      format.write(rows, directory(), SaveMode.ErrorIfExists);
      return new Written(
          OptionalLong.empty(),
          Optional.of(Fingerprint.ofDirectory(directory(), storage.getConf())));
    }

    /** Says that this run is alive, and writes here. */
    void begin() throws IOException {
      lease = Optional.of(staging.lease());
    }

    /** Where rows are written. */
    Path directory() {
      return staging.directory();
    }

    @Override
    public void attach(String name, AtomicFile.Content content) throws IOException {
      try (OutputStream out = storage.create(new Path(directory(), name))) {
        content.writeTo(out);
      }
    }

    @Override
    public void commit() throws IOException {
      staging.requireHeld(lease);
      isAdding = true;
      log.add(batch, directory(), () -> staging.requireHeld(lease));
      lease.orElseThrow().close();
    }

    /** Once the batch is decided for, the next run finishes what this one could not. */
    @Override
    public void discard() throws IOException {
      if (lease.isPresent()) {
        if (!isAdding) {
          storage.delete(directory(), true);
        }
        lease.get().close();
      }
    }

    @Override
    public Dataset<Row> read(SparkSession spark, StructType schema) {
      throw new UnsupportedOperationException("The rows of a batch are not apart once added");
    }
  }
}
