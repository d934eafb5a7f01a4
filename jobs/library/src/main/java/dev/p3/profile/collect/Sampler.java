package dev.p3.profile.collect;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/**
 * Samples the stacks of this JVM with the JDK Flight Recorder, and folds them as they come: what is
 * kept is a count for each stage and stack. Thread-safe.
 *
 * <p>The stream is read by a daemon thread, because the JFR's own would keep the JVM from ending.
 */
final class Sampler implements StackSampler {
  /** Between two looks at a running thread. */
  static final Duration PERIOD = Duration.ofMillis(20);

  /** The JFR looks at no more threads than this each time. */
  private static final double THREADS_LOOKED_AT = 5;

  /** Each is worth the bytes since the last one: fewer cost less, and add up to as much. */
  private static final String ALLOCATIONS_EACH_SECOND = "50/s";

  private static final int STACK_DEPTH = 256;
  private static final long MOST_BYTES_ON_DISK = 32L << 20;
  private static final long MOST_BYTES_KEPT = 64L << 20;

  /** The JVM ends itself when the JFR finds no space left. */
  private static final long LEAST_SPACE_LEFT = 2 * MOST_BYTES_KEPT;

  private final RunningTasks tasks;
  private final Object lock = new Object();
  private final StackFolder folder;
  private final Map<Slot, Long> counts = new HashMap<>();
  private final AtomicLong samples = new AtomicLong();
  private final Object flushed = new Object();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile RecordingStream stream;
  private final boolean keeps;
  private volatile Recording kept;
  private volatile String fault;
  private volatile long throwables = -1;
  private long seenMark; // of the reading thread alone
  private volatile long completeUntil;
  private volatile boolean closed;

  private record Slot(Delta.Kind kind, int stage, int stageAttempt, int node) {}

  /**
   * @param keeps whether what is recorded can be dumped
   * @param fault what is wrong already
   */
  Sampler(RunningTasks tasks, CallTree tree, boolean keeps, String fault) {
    this.tasks = tasks;
    this.keeps = keeps;
    this.fault = fault;
    this.folder = new StackFolder(tree);
  }

  @Override
  public String name() {
    return "jfr";
  }

  @Override
  public void start() {
    var reader = new Thread(this::read, ProcessFigures.OWN_THREADS + "-stream");
    reader.setDaemon(true);
    reader.start();
  }

  /** Runs until the sampler is closed. */
  private void read() {
    try {
      if (!FlightRecorder.isAvailable()) {
        addFault("this JVM has no JDK Flight Recorder, so there are no stacks");
        return;
      }
      if (!hasSpace()) {
        return;
      }
      setStackDepth();
      if (!FlightRecorder.getFlightRecorder().getRecordings().isEmpty()) {
        addFault(
            "another recording of the JDK Flight Recorder was running: it may sample more often");
      }
      try (var recording = new RecordingStream()) {
        stream = recording;
        configure(recording);
        if (keeps) {
          kept = keep();
        }
        if (!closed) {
          recording.start();
        }
      }
    } catch (Throwable e) { // the job goes on without samples
      addFault("the JDK Flight Recorder failed: " + e);
    } finally {
      begun.countDown();
      Recording open = kept;
      if (open != null) {
        open.close();
      }
    }
  }

  private synchronized void addFault(String more) {
    if (!fault.contains(more)) {
      fault = fault.isEmpty() ? more : fault + "; " + more;
    }
  }

  /** What other recordings record is in its files, too. */
  private static Recording keep() {
    var recording = new Recording();
    recording.setMaxSize(MOST_BYTES_KEPT);
    recording.enable("jdk.GarbageCollection");
    recording.enable("jdk.GCHeapSummary");
    recording.start();
    return recording;
  }

  /** Ends to sample where there is too little space. */
  private boolean hasSpace() {
    long left = new File(System.getProperty("java.io.tmpdir")).getUsableSpace();
    if (left >= LEAST_SPACE_LEFT) {
      return true;
    }
    addFault(
        String.format(
            Locale.ROOT,
            "%s has %d MB left, of which the JDK Flight Recorder wants %d, so there are no stacks from then on",
            System.getProperty("java.io.tmpdir"),
            left >> 20,
            LEAST_SPACE_LEFT >> 20));
    return false;
  }

  private void configure(RecordingStream recording) {
    recording.setOrdered(false);
    recording.setReuse(true);
    recording.setMaxSize(MOST_BYTES_ON_DISK);
    recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
    recording
        .enable("jdk.ObjectAllocationSample")
        .with("throttle", ALLOCATIONS_EACH_SECOND)
        .withStackTrace();
    recording.enable("jdk.ExceptionStatistics").withPeriod(Duration.ofSeconds(1));
    recording.onEvent("jdk.ExecutionSample", this::ran);
    recording.onEvent("jdk.ObjectAllocationSample", this::allocated);
    recording.onEvent("jdk.ExceptionStatistics", event -> throwables = event.getLong("throwables"));
    recording.enable(FlushMark.class);
    recording.onEvent(FlushMark.NAME, event -> seenMark = Math.max(seenMark, event.getLong("at")));
    recording.onFlush(this::flushed);
    recording.onError(e -> addFault("the JDK Flight Recorder failed: " + e));
  }

  /** All that was recorded before the last mark that came has come, too. */
  private void flushed() {
    begun.countDown();
    synchronized (flushed) {
      completeUntil = seenMark;
      flushed.notifyAll();
    }
  }

  private static long mark() {
    var mark = new FlushMark();
    mark.at = System.currentTimeMillis();
    mark.commit();
    return mark.at;
  }

  /** Takes effect only before the first recording of the JVM. */
  private static void setStackDepth() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "jfrConfigure",
              new Object[] {new String[] {"stackdepth=" + STACK_DEPTH}},
              new String[] {String[].class.getName()});
    } catch (javax.management.JMException | RuntimeException e) {
      // Deeper stacks than 64 frames are cut, which takes their outermost frames.
    }
  }

  private void ran(RecordedEvent event) {
    double threads = Math.max(1, tasks.count() / THREADS_LOOKED_AT);
    long micros = Math.round(TimeUnit.NANOSECONDS.toMicros(PERIOD.toNanos()) * threads);
    add(Delta.Kind.CPU, event, event.getThread("sampledThread"), null, micros);
  }

  private void allocated(RecordedEvent event) {
    add(
        Delta.Kind.ALLOCATION,
        event,
        event.getThread(),
        event.getClass("objectClass"),
        event.getLong("weight"));
  }

  private void add(
      Delta.Kind kind,
      RecordedEvent event,
      RecordedThread thread,
      RecordedClass allocated,
      long value) {
    if (thread == null || event.getStackTrace() == null || isOwn(thread.getJavaName())) {
      return;
    }
    TaskKey task = tasks.at(thread.getJavaThreadId(), event.getStartTime().toEpochMilli());
    synchronized (lock) {
      int node = folder.node(event.getStackTrace(), allocated);
      counts.merge(new Slot(kind, task.stage(), task.stageAttempt(), node), value, Long::sum);
    }
    samples.incrementAndGet();
  }

  private static boolean isOwn(String thread) {
    return thread != null
        && (thread.startsWith(ProcessFigures.OWN_THREADS) || thread.startsWith("JFR "));
  }

  @Override
  public Taken take() {
    if (begun.getCount() == 0 && !closed) {
      if (hasSpace()) {
        mark();
      } else {
        close();
      }
    }
    synchronized (lock) {
      var taken = new ArrayList<Delta.Count>();
      counts.forEach(
          (slot, value) ->
              taken.add(
                  new Delta.Count(slot.kind, slot.stage, slot.stageAttempt, slot.node, value)));
      counts.clear();
      return new Taken(taken, completeUntil, samples.get(), throwables);
    }
  }

  @Override
  public Object lock() {
    return lock;
  }

  @Override
  public void dump(Path file) throws IOException {
    Recording open = kept;
    if (open == null || closed) {
      throw new IOException(fault.isEmpty() ? "nothing was recorded" : fault);
    }
    open.dump(file);
  }

  @Override
  public String fault() {
    return fault;
  }

  @Override
  public boolean awaitBegun(Duration most) throws InterruptedException {
    return begun.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The JFR hands over samples once a second, and what is left at the end of a chunk: beginning and
   * ending another recording ends the chunk. A mark tells whether what comes is from before that.
   */
  @Override
  public void flush(Duration most) throws InterruptedException {
    RecordingStream open = stream;
    if (open == null || closed || begun.getCount() > 0) {
      return;
    }
    long end = System.nanoTime() + most.toNanos();
    long mark = mark();
    try (var rotation = new Recording()) {
      rotation.start();
    } catch (RuntimeException e) {
      addFault(String.format(Locale.ROOT, "the last second was not sampled: %s", e));
      return;
    }
    synchronized (flushed) {
      for (long left = most.toNanos();
          completeUntil < mark && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(flushed, left);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    RecordingStream open = stream;
    if (open != null) {
      open.close();
    }
  }
}
