package dev.p3.run.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.p3.console.Json;
import dev.p3.data.AtomicFile;
import dev.p3.data.Claim;
import dev.p3.data.Fingerprint;
import dev.p3.data.Lease;
import dev.p3.data.StoredInput;
import dev.p3.data.files.FileSchemes;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.fault.JobFailedException;
import dev.p3.job.JobDescription;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory that remembers what a stream has done, for one run at a time; and whose it is,
 * because another stream would take its files for read.
 */
final class StreamCheckpoint implements AutoCloseable {
  private static final String ID = "id";

  /** Lines of Spark's files before the offsets: a version, and settings with a time. */
  private static final int HEAD_LINES = 2;

  private final String directory;
  private final FileSystem storage;
  private final Lease lease;
  private String id = "";

  private StreamCheckpoint(String directory, FileSystem storage, Lease lease) {
    this.directory = directory;
    this.storage = storage;
    this.lease = lease;
  }

  /**
   * Has this run alone use a checkpoint, and notes the stream in a new one, or compares it with the
   * note.
   *
   * @param identity as {@link StreamIdentity} tells it
   * @throws BadUsageException when another run uses it; or naming each difference, when it is
   *     another stream's
   */
  static StreamCheckpoint open(
      String directory,
      Map<String, Object> identity,
      JobDescription<?, ?> job,
      Configuration hadoop)
      throws IOException {
    var path = new Path(directory);
    FileSystem storage = FileSchemes.open(path, hadoop);
    try {
      Lease lease = Claim.take(storage, path, "p3-");
      var checkpoint = new StreamCheckpoint(directory, storage, lease);
      try {
        checkpoint.id = checkpoint.claim(identity, job);
        return checkpoint;
      } catch (IOException | RuntimeException e) {
        checkpoint.close();
        throw e;
      }
    } catch (Claim.HeldException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot use checkpoint '%s': another run is using it (%s); wait until it has ended (when it was killed on another machine, for %d s), or begin another stream with another checkpoint and other outputs",
              directory,
              e.getMessage(),
              Lease.EXPIRES_AFTER.toSeconds()));
    }
  }

  /** What tells the stream from every other one. */
  String id() {
    return id;
  }

  /** Whether the stream has done no batch yet. */
  boolean isNew() throws IOException {
    FileStatus[] commits = storage.globStatus(new Path(directory, "commits/[0-9]*"));
    return commits == null || commits.length == 0;
  }

  /**
   * Checks that no other run has taken this one for dead.
   *
   * @throws JobFailedException when one has
   */
  void requireHeld() throws IOException {
    if (!lease.isHeld()) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot go on with checkpoint '%s': this run stood still for so long (more than %d s) that another one took it for dead",
              directory,
              Lease.EXPIRES_AFTER.toSeconds()));
    }
  }

  /** A digest of what a batch is made of: its files, and the offsets before and after it. */
  String content(long batch, StoredInput input) throws IOException {
    return Fingerprint.ofText(input.fingerprint() + offsets(batch - 1) + offsets(batch));
  }

  @Override
  public void close() throws IOException {
    lease.close();
  }

  private String offsets(long batch) throws IOException {
    var file = new Path(directory, "offsets/" + batch);
    try (InputStream in = storage.open(file)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .skip(HEAD_LINES)
          .collect(Collectors.joining("\n"));
    } catch (FileNotFoundException e) {
      return ""; // before the first
    }
  }

  private String claim(Map<String, Object> identity, JobDescription<?, ?> job) throws IOException {
    Path note = new Path(directory, "p3.json");
    if (!storage.exists(note)) {
      if (storage.exists(new Path(directory, "metadata"))) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot use checkpoint '%s': it is that of another program; name another directory",
                directory));
      }
      var named = new TreeMap<>(identity);
      named.put(ID, UUID.randomUUID().toString());
      AtomicFile.create(storage, note, out -> Json.PLAIN.writeValue(out, named));
    }
    Map<String, Object> noted;
    try (InputStream in = storage.open(note)) {
      noted = Json.PLAIN.readValue(in, new TypeReference<>() {});
    }
    String found = String.valueOf(noted.remove(ID));
    requireSame(StreamIdentity.upgraded(noted, identity, job), identity);
    return found;
  }

  private void requireSame(Map<String, Object> noted, Map<String, Object> wanted) {
    var keys = new TreeSet<>(wanted.keySet());
    keys.addAll(noted.keySet());
    var faults = new Faults();
    for (String key : keys) {
      if (!Objects.equals(noted.get(key), wanted.get(key))) {
        faults.add(
            "Cannot use checkpoint '%s': its %s is %s, not %s; begin another stream with another checkpoint and other outputs, or give what it was begun with",
            directory, key, word(noted.get(key)), word(wanted.get(key)));
      }
    }
    faults.throwIfAny();
  }

  private static Object word(Object value) {
    return value == null ? "not given" : value;
  }
}
