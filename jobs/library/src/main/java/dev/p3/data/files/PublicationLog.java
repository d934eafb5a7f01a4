package dev.p3.data.files;

import dev.p3.data.AtomicFile;
import dev.p3.data.DataFiles;
import dev.p3.data.DataLocation;
import dev.p3.fault.JobFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Decides which run's files are the output at a place where directories cannot be renamed at once.
 *
 * <pre>
 *   _p3/publication-N   what was decided: which staged files are the output, or that those of a
 *                       run that is held to be dead never will be
 *   _SUCCESS            names the run of which all files are in their place
 * </pre>
 *
 * <p>Entries are numbered, and each is created only when nobody else has created that number. A run
 * remembers the last number when it begins. So it finds out, when it decides, whether others have
 * published since or have given it up; and who gives a run up, and then deletes what it has staged,
 * knows that it can publish no part of that. Whatever follows the decision can be done again, in
 * part or twice, by whoever finds the entry.
 *
 * <p>The last publication holds. Entries before it mean nothing, and are deleted.
 *
 * <p>Not thread-safe.
 */
final class PublicationLog {
  private static final String FOLDER = "_p3";
  private static final String SUCCESS = "_SUCCESS";
  private static final Pattern NAME = Pattern.compile("publication-(\\d{10})");

  private final DataLocation output;
  private final FileSystem storage;
  private final Path target;
  private final int movesAtOnce;

  PublicationLog(DataLocation output, FileSystem storage, Path target, int movesAtOnce) {
    this.output = output;
    this.storage = storage;
    this.target = target;
    this.movesAtOnce = movesAtOnce;
  }

  /** What was decided under a number. */
  record Entry(long number, Publication what) {}

  /** Whether there is a log at a place. */
  static boolean isAt(FileSystem storage, Path target) throws IOException {
    return !numbers(storage, target).isEmpty();
  }

  /** The number of the last entry; 0 when there is none. */
  long last() throws IOException {
    return numbers(storage, target).stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Whether there is anything but what tells of runs that were given up. */
  boolean hasOutput() throws IOException {
    FileStatus[] children;
    try {
      children = storage.listStatus(target);
    } catch (FileNotFoundException e) {
      return false;
    }
    return Arrays.stream(children).anyMatch(child -> !child.getPath().getName().equals(FOLDER))
        || latest().isPresent();
  }

  /**
   * Sees to it that a run publishes nothing any more of what it has staged, unless it has decided
   * to: then finishes what it has begun.
   */
  void giveUp(Path staging) throws IOException {
    while (storage.exists(staging)) {
      // In this order: what is decided after the first line takes the number, and is seen next
      // time.
      long next = last() + 1;
      boolean isKnown =
          entries().values().stream().anyMatch(each -> each.staging().equals(staging.getName()));
      finishLatest();
      if (isKnown || create(next, Publication.never(staging.getName()))) {
        return;
      }
    }
  }

  /**
   * Decides that the staged files are the output, instead of those that are there.
   *
   * @param since the last number when the run began
   * @throws JobFailedException when others have published since, or have taken the run for dead
   */
  Entry decide(Path staging, long since, boolean overwrite) throws IOException {
    finishLatest();
    if (!overwrite && hasOutput()) {
      throw Renames.meanwhile(output);
    }
    var publication = Publication.of(staging.getName(), files(staging), files(target));
    long number = since + 1;
    while (!create(number, publication)) {
      Optional<Publication> other = read(number);
      if (other.isPresent() && other.get().staging().equals(staging.getName())) {
        throw Staging.takenForDead(output);
      }
      if (other.isPresent() && other.get().isPublished()) {
        throw Renames.meanwhile(output);
      }
      number++;
    }
    if (!isLatest(number)) { // numbers of long ago are free again
      storage.delete(path(number), false);
      throw Renames.meanwhile(output);
    }
    return new Entry(number, publication);
  }

  /**
   * Moves the files of a publication to their place.
   *
   * @throws JobFailedException when another run has published meanwhile
   */
  void finish(Entry entry) throws IOException {
    moveAll(entry);
    finishLatest();
    if (!isMarked(entry.what())) {
      if (isLatest(entry.number())) {
        throw new IOException("somebody has deleted staged files");
      }
      throw Renames.meanwhile(output);
    }
  }

  /** Finishes what was decided last, whoever decided it; does nothing where that is finished. */
  void finishLatest() throws IOException {
    Optional<Entry> latest = latest();
    while (latest.isPresent()) {
      moveAll(latest.get());
      Optional<Entry> now = latest();
      if (now.isEmpty() || now.get().number() == latest.get().number()) {
        return;
      }
      latest = now;
    }
  }

  private void moveAll(Entry entry) throws IOException {
    Publication what = entry.what();
    var staging = new Path(target.getParent(), what.staging());
    if (!isMarked(what)) {
      if (!isWhole(what, staging)) {
        return; // somebody has deleted files of it, or has published since
      }
      storage.delete(new Path(target, SUCCESS), false);
      moveData(what, staging);
      for (String old : what.replaced()) {
        storage.delete(new Path(target, old), false);
      }
      if (!isLatest(entry.number())) {
        return;
      }
      for (String file : what.files()) {
        if (!isData(file)) {
          replace(new Path(staging, file), new Path(target, file));
        }
      }
      try (OutputStream out = storage.create(new Path(target, SUCCESS), true)) {
        out.write(what.staging().getBytes(StandardCharsets.UTF_8));
      }
    }
    storage.delete(staging, true);
    for (long number : numbers(storage, target)) {
      if (number < entry.number()) {
        storage.delete(path(number), false);
      }
    }
  }

  private boolean isMarked(Publication what) throws IOException {
    try (InputStream in = storage.open(new Path(target, SUCCESS))) {
      return what.staging().equals(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private boolean isWhole(Publication what, Path staging) throws IOException {
    var there = new HashSet<>(files(staging));
    there.addAll(files(target));
    return there.containsAll(what.files().stream().filter(PublicationLog::isData).toList());
  }

  private void moveData(Publication what, Path staging) throws IOException {
    List<String> data = what.files().stream().filter(PublicationLog::isData).toList();
    if (movesAtOnce == 1) { // in this thread, as a schedule of turns needs it
      for (String file : data) {
        move(new Path(staging, file), new Path(target, file));
      }
      return;
    }
    ExecutorService moves = Executors.newFixedThreadPool(movesAtOnce);
    try {
      var running = new ArrayList<Future<?>>();
      for (String file : data) {
        running.add(
            moves.submit(
                () -> {
                  move(new Path(staging, file), new Path(target, file));
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      moves.shutdownNow();
    }
  }

  private void move(Path from, Path to) throws IOException {
    if (!storage.exists(to)) {
      storage.mkdirs(to.getParent());
      Renames.moveFile(output, storage, from, to);
    }
  }

  private void replace(Path from, Path to) throws IOException {
    byte[] bytes;
    try (InputStream in = storage.open(from)) {
      bytes = in.readAllBytes();
    } catch (FileNotFoundException e) {
      return; // somebody has finished it
    }
    try (OutputStream out = storage.create(to, true)) {
      out.write(bytes);
    }
  }

  private boolean isLatest(long number) throws IOException {
    return latest().filter(entry -> entry.number() == number).isPresent();
  }

  private Optional<Entry> latest() throws IOException {
    var givenUp = new HashSet<String>();
    for (var each : entries().descendingMap().entrySet()) {
      Publication what = each.getValue();
      if (!what.isPublished()) {
        givenUp.add(what.staging());
      } else if (!givenUp.contains(what.staging())) {
        return Optional.of(new Entry(each.getKey(), what));
      }
    }
    return Optional.empty();
  }

  private NavigableMap<Long, Publication> entries() throws IOException {
    var entries = new TreeMap<Long, Publication>();
    for (long number : numbers(storage, target)) {
      read(number).ifPresent(entry -> entries.put(number, entry));
    }
    return entries;
  }

  private Optional<Publication> read(long number) throws IOException {
    return Publication.read(storage, path(number));
  }

  private boolean create(long number, Publication what) throws IOException {
    return AtomicFile.create(storage, path(number), what::writeTo);
  }

  private Path path(long number) {
    return new Path(target, String.format(Locale.ROOT, "%s/publication-%010d", FOLDER, number));
  }

  private static Set<Long> numbers(FileSystem storage, Path target) throws IOException {
    var numbers = new HashSet<Long>();
    try {
      for (FileStatus each : storage.listStatus(new Path(target, FOLDER))) {
        Matcher name = NAME.matcher(each.getPath().getName());
        if (name.matches()) {
          numbers.add(Long.parseLong(name.group(1)));
        }
      }
    } catch (FileNotFoundException e) {
      return Set.of();
    }
    return numbers;
  }

  /** The names, below a directory, of what belongs to a run: not what a late task leaves. */
  private List<String> files(Path directory) throws IOException {
    var files = new ArrayList<String>();
    addFiles(directory, "", files);
    return files;
  }

  private void addFiles(Path directory, String begin, List<String> files) throws IOException {
    FileStatus[] children;
    try {
      children = storage.listStatus(directory);
    } catch (FileNotFoundException e) {
      return;
    }
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (!child.isDirectory()) {
        if (!name.equals(SUCCESS) && !NAME.matcher(name).matches()) {
          files.add(begin + name);
        }
      } else if (name.equals(FOLDER) || !DataFiles.isHidden(name)) {
        addFiles(child.getPath(), begin + name + "/", files);
      }
    }
  }

  private static boolean isData(String file) {
    return Arrays.stream(file.split("/", -1)).noneMatch(DataFiles::isHidden);
  }
}
