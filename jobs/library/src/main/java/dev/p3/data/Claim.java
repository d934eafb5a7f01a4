package dev.p3.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Has one run alone do something at a place. Each that wants to leaves a {@link Lease} there and
 * then looks for those of others; who sees another one that is alive, withdraws. Of two at most one
 * does not see the other, wherever a listing shows every file that was written before it: that
 * holds of object stores, too, which cannot create a file only when it is not there.
 */
public final class Claim {
  private static final int TRIES = 5;
  private static final int MOST_MILLIS_BETWEEN = 200;

  private Claim() {}

  /**
   * Takes the place, or takes it over from runs that are dead. Who withdraws comes again under
   * another name: others may hold the first to be dead, and be about to delete what has it.
   *
   * @param prefix how the names of its leases begin, in the directory; what {@link Lease#newOwner}
   *     gives follows
   * @throws HeldException when another run has it
   */
  public static Lease take(FileSystem storage, Path directory, String prefix)
      throws IOException, HeldException {
    for (int left = TRIES; ; left--) {
      var file = new Path(directory, prefix + Lease.newOwner() + Lease.SUFFIX);
      Lease own = Lease.take(storage, file);
      Optional<FileStatus> other = liveOther(storage, own, prefix);
      if (other.isEmpty()) {
        return own;
      }
      own.close();
      if (left == 1) {
        throw new HeldException(Lease.holder(storage, other.get().getPath()));
      }
      pause();
    }
  }

  /** A live lease of somebody else; where there is none, those of the dead are deleted. */
  private static Optional<FileStatus> liveOther(FileSystem storage, Lease own, String prefix)
      throws IOException {
    long now = own.time();
    var dead = new ArrayList<Path>();
    for (FileStatus lease : leases(storage, own.file().getParent(), prefix)) {
      if (lease.getPath().getName().equals(own.file().getName())) {
        continue;
      }
      if (Lease.isLive(storage, lease, now)) {
        return Optional.of(lease);
      }
      dead.add(lease.getPath());
    }
    for (Path each : dead) {
      storage.delete(each, false);
    }
    return Optional.empty();
  }

  private static List<FileStatus> leases(FileSystem storage, Path directory, String prefix)
      throws IOException {
    try {
      return List.of(
          storage.listStatus(
              directory,
              file -> file.getName().matches(Pattern.quote(prefix) + Lease.OWNER + Lease.SUFFIX)));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS_BETWEEN) + 1L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Another run has the place; the message says who. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    HeldException(Optional<Holder> holder) {
      super(holder.map(Holder::toString).orElse("a run that does not say who it is"));
    }
  }
}
