package dev.p3.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Says that a run is alive: a small file that is written again every few seconds until the run
 * ends. Once it was not written for {@link #EXPIRES_AFTER}, or its process has certainly ended, the
 * run is held to be dead, and others may take over what it has left. They delete the lease first:
 * so a run that only stood still knows, when it goes on, whether anybody has.
 *
 * <p>Ages are those of the file system's own clock; the clocks of machines may differ. That clock
 * may be set, or go on while the machine is suspended: so a process of this machine that can be
 * seen at work is alive however old its lease is.
 *
 * <p>Thread-safe. Cost: a write every {@link #RENEWED_EVERY}.
 */
public final class Lease implements AutoCloseable {
  /** How names of leases end. */
  public static final String SUFFIX = ".lease";

  /** A regular expression for what {@link #newOwner} gives. */
  public static final String OWNER = "[0-9a-f]{16}";

  static final Duration RENEWED_EVERY = Duration.ofSeconds(5);

  /** After which a lease that was not written again is that of a dead run. */
  public static final Duration EXPIRES_AFTER = Duration.ofSeconds(60);

  private static final ScheduledExecutorService RENEWALS =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "p3-leases");
            thread.setDaemon(true);
            return thread;
          });

  private static final Set<Lease> HELD = ConcurrentHashMap.newKeySet();

  /** After Spark has stopped its tasks, before file systems are closed. */
  private static final int BEFORE_FILE_SYSTEMS = 15;

  private static final int MOST_SECONDS = 10;

  static {
    ShutdownHookManager.get()
        .addShutdownHook(Lease::giveAllBack, BEFORE_FILE_SYSTEMS, MOST_SECONDS, TimeUnit.SECONDS);
  }

  private final FileSystem storage;
  private final Path file;
  private final byte[] content;
  private final Future<?> renewal;
  private volatile boolean lost;

  private Lease(FileSystem storage, Path file) throws IOException {
    this.storage = storage;
    this.file = file;
    this.content = Holder.ofThisProcess().toBytes();
    write(false);
    this.renewal =
        RENEWALS.scheduleWithFixedDelay(
            this::renew, RENEWED_EVERY.toMillis(), RENEWED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whoever starts a run again, on whatever machine, need not wait for one that was ended. */
  private static void giveAllBack() {
    for (Lease lease : HELD) {
      try {
        lease.close();
      } catch (IOException | RuntimeException e) {
        // it expires
      }
    }
  }

  /** Takes a new lease. */
  public static Lease take(FileSystem storage, Path file) throws IOException {
    var lease = new Lease(storage, file);
    HELD.add(lease);
    return lease;
  }

  /** What tells an owner of leases from every other one. */
  public static String newOwner() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  /** Whether nobody has taken it over. */
  public boolean isHeld() throws IOException {
    return !lost && storage.exists(file);
  }

  /** The time of the file system's clock, as of the last renewal. */
  public long time() throws IOException {
    return storage.getFileStatus(file).getModificationTime();
  }

  public Path file() {
    return file;
  }

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    HELD.remove(this);
    renewal.cancel(false);
    synchronized (this) {
      lost = true;
      storage.delete(file, false);
    }
  }

  /**
   * Whether the run of a lease may be alive.
   *
   * @param now by the clock of the file system
   */
  public static boolean isLive(FileSystem storage, FileStatus lease, long now) {
    Optional<Holder> holder = holder(storage, lease.getPath());
    if (holder.map(Holder::isGone).orElse(false)) {
      return false;
    }
    // One far in the future was not written by this clock since it was set.
    return Math.abs(now - lease.getModificationTime()) < EXPIRES_AFTER.toMillis()
        || holder.map(Holder::isAtWork).orElse(false);
  }

  /** Who holds a lease; empty when it was given back meanwhile, or cannot be read. */
  public static Optional<Holder> holder(FileSystem storage, Path lease) {
    try (InputStream in = storage.open(lease)) {
      return Holder.parse(in.readAllBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private synchronized void renew() {
    if (lost) {
      return;
    }
    try {
      long begun = System.currentTimeMillis();
      if (LocalFiles.are(storage)) {
        // In place: it is never half there, nor does it come back once it is taken over.
        Files.write(LocalFiles.of(file), content, StandardOpenOption.WRITE);
      } else if (storage.exists(file)) {
        write(true);
        // Whoever stood still in between cannot tell whether it was taken over.
        lost = System.currentTimeMillis() - begun > EXPIRES_AFTER.toMillis() / 2;
      } else {
        lost = true;
      }
    } catch (NoSuchFileException e) {
      lost = true;
    } catch (IOException | RuntimeException e) {
      // The next renewal may do; where none does, others take over, as from a run that is dead.
    }
  }

  private void write(boolean replacing) throws IOException {
    try (OutputStream out = storage.create(file, replacing)) {
      out.write(content);
    }
  }
}
