package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.Claim;
import dev.p3.data.DataLocation;
import dev.p3.data.Fingerprint;
import dev.p3.data.Lease;
import dev.p3.data.Output;
import dev.p3.data.Renaming;
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
 * overwrite} the old result stays until the new one is complete.
 *
 * <p>Object stores rename by copying file by file ({@link Renaming}). There one run at a time
 * writes an output, and {@link #commit} first decides, by one file that is created only when nobody
 * else has, that the rows are the output: {@link PublicationLog}. The files are moved after that,
 * by this run or, when it dies, by the next one to the place; those of the old output are deleted
 * when all of the new one are there, and {@code _SUCCESS} is written last. From the decision until
 * then there is no {@code _SUCCESS}, files of both may be seen, and p3 refuses to read them. Cost:
 * a copy of each file within the store, {@value #MOVES_AT_ONCE} at a time.
 *
 * <p>Not thread-safe.
 */
public final class StagedOutput implements Output {
  private static final int MOVES_AT_ONCE = 16;

  private final DataLocation location;
  private final FormatOutput format;
  private final boolean overwrite;
  private final FileSystem storage;
  private final Path target;
  private Staging staging;
  private final Optional<PublicationLog> log; // where directories are not renamed at once
  private Optional<Lease> lease = Optional.empty();
  private long begun;
  private boolean isDecided;

  private StagedOutput(
      FormatOutput format,
      boolean overwrite,
      FileSystem storage,
      Path target,
      Optional<PublicationLog> log) {
    this.location = format.location();
    this.format = format;
    this.overwrite = overwrite;
    this.storage = storage;
    this.target = target;
    this.log = log;
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
    return prepare(location, overwrite, hadoop, MOVES_AT_ONCE);
  }

  /**
   * @param movesAtOnce how many files are moved at a time where they are copied
   */
  static StagedOutput prepare(
      DataLocation location, boolean overwrite, Configuration hadoop, int movesAtOnce) {
    FormatOutput format = FormatOutput.of(location);
    try {
      var named = new Path(location.path());
      FileSystem storage = FileSchemes.open(named, hadoop);
      Path target = OutputPlace.real(storage, storage.makeQualified(named));
      if (target.getParent() == null) {
        throw FormatOutput.cannotWrite(location, "it is the root of its file system");
      }
      OutputPlace.checkParents(location, storage, target);
      Optional<PublicationLog> log =
          Renaming.isAtOnce(storage, target.getParent())
              ? Optional.empty()
              : Optional.of(new PublicationLog(location, storage, target, movesAtOnce));
      var output = new StagedOutput(format, overwrite, storage, target, log);
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
    format.write(rows, directory(), SaveMode.ErrorIfExists);
    staging.requireHeld(lease);
    return new Written(
        OptionalLong.empty(), Optional.of(Fingerprint.ofDirectory(directory(), storage.getConf())));
  }

  /** Says that this run is alive, and writes here. */
  void begin() throws IOException {
    if (log.isEmpty()) {
      lease = Optional.of(staging.lease());
      return;
    }
    try {
      lease = Optional.of(Claim.take(storage, target.getParent(), staging.prefix()));
      staging = staging.of(lease.get());
    } catch (Claim.HeldException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': another run is writing it (%s); wait for it, or name another place",
              location.text(),
              e.getMessage()),
          e);
    }
    begun = log.get().last();
    if (!overwrite && log.get().hasOutput()) {
      throw Renames.meanwhile(location);
    }
  }

  /** Where rows are written. */
  Path directory() {
    return staging.directory();
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
   * Renames the directory, or moves its files.
   *
   * @throws JobFailedException when the output appeared since {@link #prepare} and may not be
   *     replaced, the file system refuses to rename, another run took this one for dead, or, where
   *     files are moved, has written there; or when not all could be moved, which the next run does
   */
  @Override
  public void commit() throws IOException {
    staging.requireHeld(lease);
    if (log.isPresent()) {
      publish(log.get());
    } else {
      rename();
    }
    release();
  }

  private void publish(PublicationLog publications) throws IOException {
    PublicationLog.Entry decided = publications.decide(directory(), begun, overwrite);
    isDecided = true;
    try {
      publications.finish(decided);
    } catch (IOException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': not all of its files could be moved to their place (%s); its rows are complete, and the next run that writes there moves the rest",
              location.text(),
              Cause.firstLine(e)),
          e);
    }
  }

  private void rename() throws IOException {
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
      if (!isDecided) {
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
    try {
      staging.clearLeftovers(
          (unfinished, old) -> {
            if (log.isPresent()) {
              log.get().giveUp(unfinished);
            } else {
              staging.restore(old, target);
            }
          });
      if (log.isPresent()) {
        // Nothing may be left of its run but that it lacks its marker.
        log.get().finishLatest();
      }
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
    if (log.isPresent() ? !log.get().hasOutput() : !storage.exists(target)) {
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
