package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.DataLocation;
import dev.p3.data.Fingerprint;
import dev.p3.data.StreamOutput.Batch;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Remembers, in a directory of batches, whose stream's they are and which run added each.
 *
 * <pre>
 *   _p3/stream                  the stream
 *   _p3/batch-N-STREAM-TRY      the run that adds batch N: of several, the one that wrote this first
 *   _p3/run-N.json              what that run tells of itself
 *   part-N-STREAM-…             the files of batch N
 * </pre>
 *
 * <p>The record of a batch decides: once it is there, the staged files of its run get their names,
 * by that run or whoever comes after it, and those of other runs are deleted. Only where its files
 * were deleted since is there another try.
 */
final class BatchLog {
  private static final String PARTS = "part-";
  private static final int DIGITS = 8;
  private static final Pattern RECORD = Pattern.compile("batch-(\\d{10})-([0-9a-f]{8})-(\\d+)");
  private static final Pattern STAGING = Pattern.compile("\\.p3-batch-(\\d+)-.*");

  private final DataLocation output;
  private final FileSystem storage;
  private final Path target;

  BatchLog(DataLocation output, FileSystem storage, Path target) {
    this.output = output;
    this.storage = storage;
    this.target = target;
  }

  /** Who adds a batch. */
  interface Run {
    /**
     * Looks whether nobody has taken it for dead.
     *
     * @throws JobFailedException when somebody has
     */
    void requireAlive() throws IOException;
  }

  /** One batch of one stream, as names have it. */
  private record Key(long number, String stream) {
    static Key of(Batch batch) {
      return new Key(batch.number(), digest(batch.stream()));
    }

    String record(int tried) {
      return String.format(Locale.ROOT, "_p3/batch-%010d-%s-%d", number, stream, tried);
    }

    String part(String staged) {
      return String.format(
          Locale.ROOT, "%s%010d-%s-%s", PARTS, number, stream, staged.substring(PARTS.length()));
    }
  }

  /**
   * Checks that the batches there are those of a stream.
   *
   * @param isNew whether the stream has added none
   * @throws BadUsageException when they are those of another one
   */
  void check(String stream, boolean isNew) throws IOException {
    var noted = new Properties();
    try (InputStream in = storage.open(note())) {
      noted.load(in);
    } catch (FileNotFoundException e) {
      if (isNew && hasBatchesOfNobody()) {
        throw foreign("");
      }
      return;
    }
    if (!stream.equals(noted.getProperty("id"))) {
      throw foreign(String.format(Locale.ROOT, " (checkpoint '%s')", noted.get("checkpoint")));
    }
  }

  /**
   * Adds a staged batch, unless a run has added it.
   *
   * @param staging the directory in which it was written
   * @param run that wrote it
   * @throws JobFailedException when the batch of this number has another content, the run was taken
   *     for dead, or the file system refuses to rename
   */
  void add(Batch batch, Path staging, Run run) throws IOException {
    claim(batch);
    Key key = Key.of(batch);
    var earlier = new ArrayList<BatchRecord>();
    while (true) {
      Path path = new Path(target, key.record(earlier.size()));
      var own = new BatchRecord(batch.content(), staging.getName(), parts(staging, run));
      BatchRecord decided =
          storage.exists(path) || !own.create(storage, path)
              ? BatchRecord.read(storage, path).orElseThrow()
              : own;
      if (!decided.content().equals(batch.content())) {
        throw batch.differs(output);
      }
      if (publish(key, decided, earlier)) {
        if (!decided.staging().equals(staging.getName())) {
          storage.delete(staging, true);
        }
        return;
      }
      earlier.add(decided); // of whose files some were deleted since
    }
  }

  /** Finishes what a dead run has begun, if its batch was decided for. */
  void finish(Path staging) throws IOException {
    Matcher name = STAGING.matcher(staging.getName());
    Path records = new Path(target, "_p3");
    if (!name.matches() || !storage.exists(staging) || !storage.exists(records)) {
      return;
    }
    long number = Long.parseLong(name.group(1));
    for (FileStatus each : storage.listStatus(records)) {
      Matcher found = RECORD.matcher(each.getPath().getName());
      if (found.matches() && Long.parseLong(found.group(1)) == number) {
        BatchRecord record = BatchRecord.read(storage, each.getPath()).orElseThrow();
        if (record.staging().equals(staging.getName())) {
          Key key = new Key(number, found.group(2));
          publish(key, record, earlier(key, Integer.parseInt(found.group(3))));
        }
      }
    }
  }

  private List<BatchRecord> earlier(Key key, int tried) throws IOException {
    var earlier = new ArrayList<BatchRecord>();
    for (int each = 0; each < tried; each++) {
      BatchRecord.read(storage, new Path(target, key.record(each))).ifPresent(earlier::add);
    }
    return earlier;
  }

  /**
   * Gives the files of a batch their names in the output; does again what was done in part.
   *
   * @return whether all of them are there
   */
  private boolean publish(Key key, BatchRecord record, List<BatchRecord> earlier)
      throws IOException {
    for (BatchRecord each : earlier) {
      for (String file : each.files()) {
        storage.delete(new Path(target, key.part(file)), false);
      }
    }
    Path staging = new Path(target, record.staging());
    boolean isWhole = true;
    for (String file : record.files()) {
      isWhole &= move(new Path(staging, file), new Path(target, key.part(file)));
    }
    if (isWhole) {
      Path told = new Path(staging, "_p3/run.json");
      if (storage.exists(told)) {
        Path place = new Path(target, String.format(Locale.ROOT, "_p3/run-%010d.json", key.number));
        if (!earlier.isEmpty()) {
          storage.delete(place, false);
        }
        move(told, place);
      }
      storage.delete(staging, true);
    }
    return isWhole;
  }

  /** Others may do the same at the same time. */
  private boolean move(Path from, Path to) throws IOException {
    try {
      if (storage.exists(from) && storage.exists(to)) {
        if (storage.getFileStatus(to).getLen() == storage.getFileStatus(from).getLen()) {
          return true; // an object store was interrupted between copying and deleting
        }
        storage.delete(to, false);
      }
    } catch (FileNotFoundException e) {
      return storage.exists(to);
    }
    return Renames.moveFile(output, storage, from, to);
  }

  private void claim(Batch batch) throws IOException {
    if (!storage.exists(note())) {
      var noted = new Properties();
      noted.setProperty("id", batch.stream());
      noted.setProperty("checkpoint", batch.checkpoint());
      AtomicFile.create(storage, note(), out -> noted.store(out, "whose batches these are"));
    }
    check(batch.stream(), batch.number() == 0);
  }

  private Path note() {
    return new Path(target, "_p3/stream");
  }

  /** Of a p3 that noted no stream. */
  private boolean hasBatchesOfNobody() throws IOException {
    FileStatus[] runs = storage.globStatus(new Path(target, "_p3/run-[0-9]*.json"));
    return runs != null && runs.length > 0;
  }

  /**
   * All of them: whoever takes a run for dead ends its lease before deleting what it has staged.
   */
  private List<String> parts(Path staging, Run run) throws IOException {
    FileStatus[] files;
    try {
      files = storage.listStatus(staging);
    } catch (FileNotFoundException e) {
      run.requireAlive();
      throw e;
    }
    run.requireAlive();
    return Arrays.stream(files)
        .map(file -> file.getPath().getName())
        .filter(name -> name.startsWith(PARTS))
        .sorted()
        .toList();
  }

  private BadUsageException foreign(String whose) {
    return new BadUsageException(
        String.format(
            Locale.ROOT,
            "Cannot write '%s': it holds the batches of another stream%s; go on with that stream's checkpoint, or name another directory",
            output.text(),
            whose));
  }

  private static String digest(String stream) {
    return Fingerprint.ofText(stream).substring(0, DIGITS);
  }
}
