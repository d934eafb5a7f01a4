package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.Claim;
import dev.p3.data.DataLocation;
import dev.p3.data.Fingerprint;
import dev.p3.data.Lease;
import dev.p3.data.Output;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
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
 * An output directory that appears whole under its name, or not at all.
 *
 * <p>Rows are written to a hidden directory beside the output; {@link #commit} renames it. So a run
 * that fails or is killed leaves no directory that could be taken for a result, and with {@code
 * overwrite} the old result stays until the new one is complete. On object stores, where a rename
 * is a copy that can fail half-way, rows go to the output itself and {@code _SUCCESS} comes last;
 * there one run at a time writes an output.
 *
 * <p>Not thread-safe.
 */
public final class StagedOutput implements Output {
  private final DataLocation location;
  private final FormatOutput format;
  private final boolean overwrite;
  private final FileSystem storage;
  private final Path target;
  private final Staging staging;
  private final boolean renames;
  private Optional<Lease> lease = Optional.empty();

  private StagedOutput(
      FormatOutput format, boolean overwrite, FileSystem storage, Path target, boolean renames) {
    this.location = format.location();
    this.format = format;
    this.overwrite = overwrite;
    this.storage = storage;
    this.target = target;
    this.renames = renames;
    this.staging =
        new Staging(
            location,
            storage,
            target.getParent(),
            String.format(Locale.ROOT, ".%s.p3-", target.getName()),
            Lease.newOwner());
  }

  /**
   * Checks that the output can be written, before any work is done; deletes what dead runs have
   * left of the same output, or gives the old output its name back.
   *
   * @param overwrite whether an output that exists may be replaced
   * @throws BadUsageException when it exists and may not be replaced, is not an output of Spark,
   *     has no format, or cannot be reached
   */
  public static StagedOutput prepare(
      DataLocation location, boolean overwrite, Configuration hadoop) {
    FormatOutput format = FormatOutput.of(location);
    try {
      var named = new Path(location.path());
      FileSystem storage = FileSchemes.open(named, hadoop);
      Path target = OutputPlace.real(storage, storage.makeQualified(named));
      if (target.getParent() == null) {
        throw FormatOutput.cannotWrite(location, "it is the root of its file system");
      }
      OutputPlace.checkParents(location, storage, target);
      var output =
          new StagedOutput(
              format,
              overwrite,
              storage,
              target,
              FileSchemes.renamesAtOnce(storage, target.getParent()));
      output.clearLeftovers();
      output.checkExisting();
      return output;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof BadUsageException usage) {
        throw usage;
      }
      throw FormatOutput.cannotWrite(location, Cause.firstLine(e));
    }
  }

  @Override
  public Written write(Dataset<Row> rows) throws IOException {
    begin();
    format.write(
        rows, directory(), overwrite && !renames ? SaveMode.Overwrite : SaveMode.ErrorIfExists);
    staging.requireHeld(lease);
    return new Written(
        OptionalLong.empty(), Optional.of(Fingerprint.ofDirectory(directory(), storage.getConf())));
  }

  /** Says that this run is alive, and writes here. */
  void begin() throws IOException {
    if (renames) {
      lease = Optional.of(staging.lease());
      return;
    }
    try {
      lease =
          Optional.of(Claim.take(storage, target.getParent(), staging.prefix(), staging.owner()));
    } catch (Claim.HeldException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': another run is writing it (%s); wait for it, or name another place",
              location.text(),
              e.getMessage()),
          e);
    }
    if (!overwrite && storage.exists(target)) {
      throw Renames.meanwhile(location);
    }
  }

  /** Where rows are written. */
  Path directory() {
    return renames ? staging.directory() : target;
  }

  @Override
  public Dataset<Row> read(SparkSession spark, StructType schema) {
    return format.read(spark, schema, target);
  }

  @Override
  public void attach(String name, AtomicFile.Content content) throws IOException {
    try (OutputStream out = storage.create(new Path(directory(), name))) {
      content.writeTo(out);
    }
  }

  @Override
  public DataLocation location() {
    return location;
  }

  /**
   * Renames the directory.
   *
   * @throws JobFailedException when the output appeared since {@link #prepare} and may not be
   *     replaced, the file system refuses to rename, or another run took this one for dead
   */
  @Override
  public void commit() throws IOException {
    staging.requireHeld(lease);
    if (renames) {
      publish();
    }
    release();
  }

  private void publish() throws IOException {
    if (!storage.exists(target)) {
      Renames.move(location, storage, directory(), target);
      return;
    }
    if (!overwrite) {
      throw Renames.meanwhile(location);
    }
    Path old = staging.old();
    Renames.move(location, storage, target, old);
    try {
      Renames.move(location, storage, directory(), target);
    } catch (IOException | RuntimeException e) {
      try {
        staging.restore(old, target);
      } catch (IOException | RuntimeException further) {
        e.addSuppressed(further);
      }
      throw e;
    }
    storage.delete(old, true);
  }

  @Override
  public void discard() throws IOException {
    if (lease.isPresent()) {
      if (renames) {
        storage.delete(directory(), true);
        staging.restore(staging.old(), target);
      }
      release();
    }
  }

  private void release() throws IOException {
    if (lease.isPresent()) {
      lease.get().close();
      lease = Optional.empty();
    }
  }

  private void clearLeftovers() throws IOException {
    if (!renames) {
      return; // those of a dead run have the name of the output
    }
    try {
      staging.clearLeftovers((unfinished, old) -> staging.restore(old, target));
    } catch (IOException e) {
      throw FormatOutput.cannotWrite(
          location,
          String.format(
              Locale.ROOT,
              "no directory can be made in %s (%s)",
              target.getParent(),
              Cause.firstLine(e)));
    }
  }

  private void checkExisting() throws IOException {
    if (!storage.exists(target)) {
      return;
    }
    if (!overwrite) {
      throw Output.exists(location);
    }
    if (!looksLikeOutput()) {
      throw FormatOutput.cannotWrite(
          location,
          "it exists and is not an output of Spark (a directory of part files), so --overwrite does not replace it; delete it yourself or choose another name");
    }
    if (OutputPlace.isMountPoint(storage, target)) {
      throw FormatOutput.cannotWrite(
          location,
          "it is a mount point, which cannot be replaced as a whole; name a directory within it");
    }
  }

  private boolean looksLikeOutput() throws IOException {
    if (!storage.getFileStatus(target).isDirectory()) {
      return false;
    }
    return Arrays.stream(storage.listStatus(target))
        .map(file -> file.getPath().getName())
        .allMatch(
            name ->
                name.startsWith("part-")
                    || name.startsWith("_")
                    || name.matches("\\..*\\.crc")
                    || name.contains("="));
  }
}
