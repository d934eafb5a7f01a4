package dev.p3.data.files;

import dev.p3.data.DataLocation;
import dev.p3.data.Lease;
import dev.p3.data.Renaming;
import dev.p3.fault.JobFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The hidden directories in which runs write before they publish: each run has one of its own, with
 * a {@link Lease} beside it for as long as the run is alive.
 *
 * <pre>
 *   PREFIX OWNER         what the run writes
 *   PREFIX OWNER-old     what it replaces, while it publishes
 *   PREFIX OWNER-gone    what is being deleted
 *   PREFIX OWNER.lease   that the run is alive
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class Staging {
  private static final String OLD = "-old";
  private static final String GONE = "-gone";
  private static final String LOOKING = "0-";

  private final DataLocation output;
  private final FileSystem storage;
  private final Path parent;
  private final String prefix;
  private final String owner;

  /**
   * @param output what messages say is written
   * @param parent where the directories are
   * @param prefix how their names begin
   * @param owner what {@link Lease#newOwner} gives, after a number and - where there are several
   */
  Staging(DataLocation output, FileSystem storage, Path parent, String prefix, String owner) {
    this.output = output;
    this.storage = storage;
    this.parent = parent;
    this.prefix = prefix;
    this.owner = owner;
  }

  /** What becomes of what a dead run has left. */
  interface Leftovers {
    /** Called before the directories of a dead run are deleted. */
    void salvage(Path staging, Path old) throws IOException;
  }

  /** That of a run which has taken a lease beside its directory. */
  Staging of(Lease lease) {
    String name = lease.file().getName();
    String holder = name.substring(prefix.length(), name.length() - Lease.SUFFIX.length());
    return new Staging(output, storage, parent, prefix, holder);
  }

  String prefix() {
    return prefix;
  }

  /** What this run writes. */
  Path directory() {
    return new Path(parent, prefix + owner);
  }

  /** What this run replaces. */
  Path old() {
    return new Path(parent, prefix + owner + OLD);
  }

  /** Says that this run is alive. */
  Lease lease() throws IOException {
    return Lease.take(storage, leaseOf(owner));
  }

  /**
   * What was staged may be gone when others held this run to be dead.
   *
   * @throws JobFailedException when they did
   */
  void requireHeld(Optional<Lease> lease) throws IOException {
    if (lease.isEmpty() || !lease.get().isHeld()) {
      throw takenForDead(output);
    }
  }

  /** The fault of a run whose staged files are not its own any more. */
  static JobFailedException takenForDead(DataLocation output) {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot finish output '%s': this run stood still for so long (more than %d s) that another one took it for dead, and may have written there itself; run it again",
            output.text(),
            Lease.EXPIRES_AFTER.toSeconds()));
  }

  /**
   * Looks whether files can be made there, and clears what dead runs have left.
   *
   * @throws IOException when none can be made
   * @throws JobFailedException when this run was itself taken for dead
   */
  void clearLeftovers(Leftovers leftovers) throws IOException {
    // Under another name: whoever sees a lease end holds what is staged under its name for left.
    // It does not look like one who claims the place, either.
    String looking = LOOKING + Lease.newOwner();
    try (Lease own = Lease.take(storage, leaseOf(looking))) {
      long now = now(own);
      for (String each : owners()) {
        if (!each.equals(looking) && !isLive(each, now)) {
          // Before all else: so a run that only stood still finds out.
          storage.delete(leaseOf(each), false);
          var staging = new Path(parent, prefix + each);
          var old = new Path(parent, prefix + each + OLD);
          leftovers.salvage(staging, old);
          delete(staging);
          delete(old);
          storage.delete(new Path(parent, prefix + each + GONE), true);
        }
      }
    }
  }

  private long now(Lease own) throws IOException {
    try {
      return own.time();
    } catch (FileNotFoundException e) {
      throw takenForDead(output);
    }
  }

  /** The old output has its name back when its successor never came. */
  void restore(Path old, Path target) throws IOException {
    if (storage.exists(old) && !storage.exists(target)) {
      try {
        Renames.move(output, storage, old, target);
      } catch (JobFailedException e) {
        if (!storage.exists(target)) { // else somebody else was faster
          throw e;
        }
      }
    }
  }

  /**
   * Takes the name away first, so that whoever stood still cannot publish a part of it; where that
   * is a copy, {@link PublicationLog} sees to it.
   */
  void delete(Path directory) throws IOException {
    if (!storage.exists(directory)) {
      return;
    }
    if (!Renaming.isAtOnce(storage, parent)) {
      storage.delete(directory, true);
      return;
    }
    String name = directory.getName();
    var gone = new Path(parent, name.endsWith(OLD) ? name : name + GONE);
    if (!gone.equals(directory)) {
      try {
        Renames.move(output, storage, directory, gone);
      } catch (JobFailedException e) {
        return; // somebody else does it, or the next run
      }
    }
    storage.delete(gone, true);
  }

  private Set<String> owners() throws IOException {
    Pattern pattern =
        Pattern.compile(
            String.format(
                Locale.ROOT,
                "%s((?:\\d+-)?%s|\\d+)(%s|%s|%s)?",
                Pattern.quote(prefix),
                Lease.OWNER,
                OLD,
                GONE,
                Pattern.quote(Lease.SUFFIX)));
    var owners = new LinkedHashSet<String>();
    for (FileStatus each : storage.listStatus(parent)) {
      Matcher name = pattern.matcher(each.getPath().getName());
      if (name.matches()) {
        owners.add(name.group(1));
      }
    }
    return owners;
  }

  private boolean isLive(String other, long now) throws IOException {
    try {
      return Lease.isLive(storage, storage.getFileStatus(leaseOf(other)), now);
    } catch (FileNotFoundException e) {
      return false; // the lease comes before the directory, and goes after it
    }
  }

  private Path leaseOf(String other) {
    return new Path(parent, prefix + other + Lease.SUFFIX);
  }
}
