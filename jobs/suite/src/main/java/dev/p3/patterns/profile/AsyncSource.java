package dev.p3.patterns.profile;

import dev.p3.profile.collect.StackSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.profiler.AsyncProfiler;
import one.profiler.AsyncProfilerLoader;

/**
 * async-profiler as a source of stacks: with native frames, and samples by CPU time, also where the
 * JDK Flight Recorder sees nothing, such as in the JVM's intrinsics.
 */
public final class AsyncSource implements StackSource {
  private static final String ALLOCATED_BYTES_BETWEEN = "512k";
  private static final int LINE_SHIFT = 16;
  private static final int FIRST_NATIVE = 3;
  private static final int LAST_NATIVE = 5;
  private static final String OWN_THREADS = "p3-profile";

  private static AsyncProfiler loaded;

  private AsyncProfiler profiler;

  @Override
  public String name() {
    return "async";
  }

  @Override
  public void start(String directory, Duration period) throws Exception {
    if (profiler == null) {
      profiler = load(directory);
    }
    profiler.execute(
        String.format(
            Locale.ROOT,
            "start,event=ctimer,interval=%d,alloc=%s,jfr,file=%s",
            period.toNanos(),
            ALLOCATED_BYTES_BETWEEN,
            recording(directory)));
  }

  /**
   * Once in a JVM, by a copy of its own: the loader's place is shared by all JVMs of a user, and
   * one that finds the library half-written by another crashes.
   */
  private static synchronized AsyncProfiler load(String directory) throws IOException {
    if (loaded == null) {
      System.setProperty("ap_loader_extraction_dir", directory); // read with the loader's class
      if (!AsyncProfilerLoader.isSupported()) {
        throw new IOException("there is no async-profiler for this operating system");
      }
      loaded = AsyncProfilerLoader.load();
    }
    return loaded;
  }

  @Override
  public void stop() throws Exception {
    profiler.execute("stop");
  }

  @Override
  public void read(String directory, Consumer<Sample> to) throws IOException {
    try (var reader = new JfrReader(recording(directory))) {
      Map<Integer, List<Frame>> stacks = new HashMap<>();
      for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
        String thread = reader.threads.get(event.tid);
        boolean isAllocation = event instanceof AllocationSample;
        boolean isOwn = thread != null && thread.startsWith(OWN_THREADS);
        boolean isSample = isAllocation || event instanceof ExecutionSample;
        if (isOwn || !isSample) {
          continue;
        }
        Long javaThread = reader.javaThreads.get(event.tid);
        to.accept(
            new Sample(
                javaThread == null ? -1 : javaThread,
                TimeUnit.NANOSECONDS.toMillis(reader.eventTimeToNanos(event.time)),
                stacks.computeIfAbsent(event.stackTraceId, id -> frames(reader, id)),
                isAllocation ? type(reader, event.classId()) : null,
                isAllocation ? event.value() : event.samples()));
      }
    }
  }

  private static String recording(String directory) {
    return directory + "/samples.jfr";
  }

  private static List<Frame> frames(JfrReader reader, int id) {
    StackTrace stack = reader.stackTraces.get(id);
    var frames = new ArrayList<Frame>();
    for (int i = 0; stack != null && i < stack.methods.length; i++) {
      MethodRef method = reader.methods.get(stack.methods[i]);
      if (method != null) {
        boolean isNative = stack.types[i] >= FIRST_NATIVE && stack.types[i] <= LAST_NATIVE;
        frames.add(
            new Frame(
                isNative ? "" : type(reader, method.cls),
                symbol(reader, method.name),
                stack.locations[i] >>> LINE_SHIFT));
      }
    }
    Collections.reverse(frames);
    return frames;
  }

  private static String type(JfrReader reader, long type) {
    ClassRef found = reader.classes.get(type);
    return found == null ? "" : symbol(reader, found.name).replace('/', '.');
  }

  private static String symbol(JfrReader reader, long id) {
    byte[] bytes = reader.symbols.get(id);
    return bytes == null ? "unknown" : new String(bytes, StandardCharsets.UTF_8);
  }
}
