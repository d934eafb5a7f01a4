package dev.p3.data.files;

import dev.p3.data.Lease;
import dev.p3.data.Schedules;
import dev.p3.data.Schedules.Driver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Files in memory, of which each operation is a step of a {@link Schedules schedule}. As in HDFS, a
 * directory is renamed at once, into one that has the new name; a file is empty until it is closed;
 * unlike there, a directory is deleted file by file. Under another scheme it is an object store: a
 * rename copies file by file, and a file is there once it is closed, then whole.
 */
public final class SteppedFileSystem extends FileSystem {
  static final String RENAMING = "stepped";
  static final String OBJECT_STORE = "objects";

  private static final long NOW = 1_000_000_000_000L;
  private static final Map<String, World> WORLDS = new ConcurrentHashMap<>();

  private URI uri;
  private World world;
  private Driver driver;
  private Thread thread;

  /** What is stored under one authority, whichever driver looks at it. */
  static final class World implements Schedules.Store {
    /** In the order of their making, because names are random and a seed is to decide alone. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Runnable watch = () -> {};

    /** Has a reader look before each step. */
    void watch(Runnable looking) {
      watch = looking;
    }

    /** What is in the files. */
    synchronized Map<String, String> texts() {
      var texts = new LinkedHashMap<String, String>();
      entries.forEach(
          (path, entry) -> {
            if (!entry.isDirectory) {
              texts.put(path, new String(entry.bytes, StandardCharsets.UTF_8));
            }
          });
      return texts;
    }

    @Override
    public void expire(Driver of) {
      date(of, NOW - Lease.EXPIRES_AFTER.toMillis());
    }

    @Override
    public void renew(Driver of) {
      date(of, NOW);
    }

    private synchronized void date(Driver of, long time) {
      entries.forEach(
          (path, entry) -> {
            if (entry.by == of && path.endsWith(Lease.SUFFIX)) {
              entry.time = time;
            }
          });
    }
  }

  private static final class Entry {
    private final Driver by;
    private final boolean isDirectory;
    private byte[] bytes = {};
    private long time = NOW;

    Entry(Driver by, boolean isDirectory) {
      this.by = by;
      this.isDirectory = isDirectory;
    }
  }

  /** Forgets what was there. */
  static World fresh(String authority) {
    var world = new World();
    world.entries.put("/", new Entry(null, true));
    WORLDS.put(authority, world);
    return world;
  }

  /** Has both schemes mean this file system, made anew for each driver. */
  static Configuration configuration() {
    var hadoop = new Configuration(false);
    for (String scheme : List.of(RENAMING, OBJECT_STORE)) {
      hadoop.set("fs." + scheme + ".impl", SteppedFileSystem.class.getName());
      hadoop.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    }
    return hadoop;
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    world = WORLDS.get(name.getAuthority());
    driver = Driver.current();
    thread = Thread.currentThread();
  }

  private void step() throws IOException {
    if (driver != null) {
      if (Thread.currentThread() != thread) {
        throw new IOException("The schedule renews leases");
      }
      driver.step();
      world.watch.run();
    }
  }

  private boolean isObjectStore() {
    return OBJECT_STORE.equals(uri.getScheme());
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.FS_ACLS)
        ? !isObjectStore()
        : super.hasPathCapability(path, capability);
  }

  private String key(Path path) {
    String name = path.toUri().getPath();
    return name.isEmpty() ? "/" : name;
  }

  private static String parent(String key) {
    int slash = key.lastIndexOf('/');
    return slash == 0 ? "/" : key.substring(0, slash);
  }

  private List<String> within(String directory) {
    String begin = directory.equals("/") ? "/" : directory + "/";
    return world.entries.keySet().stream()
        .filter(key -> key.startsWith(begin) && !key.equals(directory))
        .toList();
  }

  private void makeDirectories(String key) {
    for (String each = key; !each.equals("/"); each = parent(each)) {
      world.entries.putIfAbsent(each, new Entry(driver, true));
    }
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    step();
    synchronized (world) {
      Entry entry = world.entries.get(key(path));
      if (entry == null || entry.isDirectory) {
        throw new FileNotFoundException(path.toString());
      }
      return new FSDataInputStream(new Bytes(entry.bytes));
    }
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    step();
    var entry = new Entry(driver, false);
    synchronized (world) {
      Entry there = world.entries.get(key(path));
      if (there != null && (there.isDirectory || !overwrite)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      if (!isObjectStore()) {
        makeDirectories(parent(key(path)));
        world.entries.put(key(path), entry);
      }
    }
    var written =
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            step();
            entry.bytes = toByteArray();
            if (isObjectStore()) {
              put(path, entry, overwrite);
            }
          }
        };
    return new FSDataOutputStream(written, null);
  }

  private void put(Path path, Entry entry, boolean overwrite) throws IOException {
    synchronized (world) {
      if (!overwrite && world.entries.containsKey(key(path))) {
        throw new FileAlreadyExistsException(path.toString());
      }
      makeDirectories(parent(key(path)));
      world.entries.put(key(path), entry);
    }
  }

  /** A file at a time, and each in two steps. */
  private boolean copy(Path from, Path to) throws IOException {
    synchronized (world) {
      Entry entry = world.entries.get(key(from));
      if (entry == null) {
        throw new FileNotFoundException(from.toString());
      }
      if (entry.isDirectory) {
        throw new IOException("Nobody should rename a directory here");
      }
      if (world.entries.containsKey(key(to))) {
        throw new FileAlreadyExistsException(to.toString());
      }
      makeDirectories(parent(key(to)));
      var copy = new Entry(driver, false);
      copy.bytes = entry.bytes;
      world.entries.put(key(to), copy);
    }
    return delete(from, false);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    step();
    if (isObjectStore()) {
      return copy(from, to);
    }
    synchronized (world) {
      String source = key(from);
      String target = key(to);
      Entry there = world.entries.get(target);
      if (there != null && there.isDirectory) {
        target = target + "/" + from.getName();
      }
      if (!world.entries.containsKey(source)
          || world.entries.containsKey(target)
          || !world.entries.containsKey(parent(target))) {
        return false;
      }
      for (String each : new ArrayList<>(within(source))) {
        world.entries.put(target + each.substring(source.length()), world.entries.remove(each));
      }
      world.entries.put(target, world.entries.remove(source));
      return true;
    }
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    List<String> inside;
    synchronized (world) {
      inside = within(key(path));
    }
    for (int i = inside.size() - 1; i >= 0; i--) {
      step();
      synchronized (world) {
        world.entries.remove(inside.get(i));
      }
    }
    step();
    synchronized (world) {
      return world.entries.remove(key(path)) != null;
    }
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    step();
    synchronized (world) {
      if (!world.entries.containsKey(key(path))) {
        throw new FileNotFoundException(path.toString());
      }
      return within(key(path)).stream()
          .filter(each -> parent(each).equals(key(path)))
          .map(this::status)
          .toArray(FileStatus[]::new);
    }
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    step();
    synchronized (world) {
      makeDirectories(key(path));
      return true;
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    step();
    synchronized (world) {
      if (!world.entries.containsKey(key(path))) {
        throw new FileNotFoundException(path.toString());
      }
      return status(key(path));
    }
  }

  private FileStatus status(String key) {
    Entry entry = world.entries.get(key);
    return new FileStatus(
        entry.bytes.length,
        entry.isDirectory,
        1,
        1,
        entry.time,
        makeQualified(new Path(uri.getScheme(), uri.getAuthority(), key)));
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.getScheme(), uri.getAuthority(), "/");
  }

  private static final class Bytes extends ByteArrayInputStream
      implements Seekable, PositionedReadable {
    Bytes(byte[] bytes) {
      super(bytes);
    }

    @Override
    public void seek(long place) {
      pos = (int) place;
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long place) {
      return false;
    }

    @Override
    public int read(long place, byte[] buffer, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long place, byte[] buffer, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readFully(long place, byte[] buffer) {
      throw new UnsupportedOperationException();
    }
  }
}
