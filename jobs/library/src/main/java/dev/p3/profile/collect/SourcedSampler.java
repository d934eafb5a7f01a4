package dev.p3.profile.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * Samples by a {@link StackSource}: whenever samples are asked for, what it wrote is read, and it
 * begins anew. Where the source cannot run, the JDK Flight Recorder does. Thread-safe.
 */
final class SourcedSampler implements StackSampler {
  private final StackSource source;
  private final RunningTasks tasks;
  private final Sampler otherwise;
  private final StackFolder folder;
  private final Object lock = new Object();
  private final CountDownLatch begun = new CountDownLatch(1);
  private Path directory;
  private volatile boolean isRunning;
  private volatile boolean usesOther;
  private volatile String fault = "";
  private long samples;

  private record Slot(Delta.Kind kind, TaskKey task, int node) {}

  /**
   * @param otherwise where the source cannot run
   */
  SourcedSampler(StackSource source, RunningTasks tasks, Sampler otherwise, CallTree tree) {
    this.source = source;
    this.tasks = tasks;
    this.folder = new StackFolder(tree);
    this.otherwise = otherwise;
  }

  @Override
  public String name() {
    return usesOther ? otherwise.name() : source.name();
  }

  @Override
  public void start() {
    var starter = new Thread(this::begin, ProcessFigures.OWN_THREADS + "-start");
    starter.setDaemon(true);
    starter.start();
  }

  private void begin() {
    synchronized (lock) {
      startSource();
    }
    begun.countDown();
  }

  private void startSource() {
    try {
      if (directory == null) {
        directory = Files.createTempDirectory("p3-profile-");
      }
      source.start(directory.toString(), Sampler.PERIOD);
      isRunning = true;
    } catch (Throwable e) { // the job goes on, and is sampled in another way
      isRunning = false;
      fault =
          source.name()
              + " cannot run here ("
              + e.getMessage()
              + "): the JDK Flight Recorder samples";
      usesOther = true;
      otherwise.start();
    }
  }

  @Override
  public boolean awaitBegun(Duration most) throws InterruptedException {
    boolean hasBegun = begun.await(most.toMillis(), TimeUnit.MILLISECONDS);
    return usesOther ? otherwise.awaitBegun(most) : hasBegun;
  }

  @Override
  public Taken take() {
    synchronized (lock) {
      if (usesOther) {
        return otherwise.take();
      }
      var counts = new HashMap<Slot, Long>();
      long now = System.currentTimeMillis();
      if (isRunning) {
        try {
          source.stop();
          source.read(directory.toString(), sample -> add(sample, counts));
        } catch (Throwable e) { // the job goes on without the samples of a second
          fault = source.name() + " failed: " + e;
        }
        startSource();
      }
      return new Taken(counts(counts), now, samples, -1);
    }
  }

  private void add(StackSource.Sample sample, Map<Slot, Long> counts) {
    TaskKey task = tasks.at(sample.thread(), sample.at());
    int node = folder.node(sample);
    boolean isCpu = sample.allocated() == null;
    long value =
        isCpu
            ? sample.value() * TimeUnit.NANOSECONDS.toMicros(Sampler.PERIOD.toNanos())
            : sample.value();
    counts.merge(
        new Slot(isCpu ? Delta.Kind.CPU : Delta.Kind.ALLOCATION, task, node), value, Long::sum);
    samples++;
  }

  private static List<Delta.Count> counts(Map<Slot, Long> slots) {
    var counts = new ArrayList<Delta.Count>();
    slots.forEach(
        (slot, value) ->
            counts.add(
                new Delta.Count(
                    slot.kind, slot.task.stage(), slot.task.stageAttempt(), slot.node, value)));
    return counts;
  }

  @Override
  public Object lock() {
    return usesOther ? otherwise.lock() : lock;
  }

  /** Samples are there whenever they are taken. */
  @Override
  public void flush(Duration most) throws InterruptedException {
    if (usesOther) {
      otherwise.flush(most);
    }
  }

  @Override
  public void dump(Path to) throws IOException {
    if (!usesOther) {
      throw new IOException(source.name() + " keeps no recording");
    }
    otherwise.dump(to);
  }

  @Override
  public String fault() {
    String other = usesOther ? otherwise.fault() : "";
    return other.isEmpty() ? fault : fault + "; " + other;
  }

  @Override
  public void close() {
    synchronized (lock) {
      otherwise.close();
      try {
        if (isRunning) {
          isRunning = false;
          source.stop();
        }
        if (directory != null) {
          FileUtils.deleteDirectory(directory.toFile());
        }
      } catch (Exception e) {
        fault = source.name() + " failed to end: " + e;
      }
    }
  }
}
