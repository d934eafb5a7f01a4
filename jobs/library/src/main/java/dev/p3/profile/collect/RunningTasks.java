package dev.p3.profile.collect;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which task a thread worked on at a moment. Samples come seconds after they were taken, so the
 * recent past is kept. Thread-safe.
 *
 * <p>The task is kept by thread from its start, because its context may be gone when it ends.
 */
final class RunningTasks {
  private static final long KEPT_MILLIS = 30_000;

  private final Map<Long, Spans> byThread = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();

  private static final class Spans {
    private TaskKey current;
    private long since;
    private final ArrayDeque<Span> past = new ArrayDeque<>();
  }

  private record Span(long start, long end, TaskKey task) {}

  /** The calling thread begins to work on a task. */
  void begin(TaskKey task) {
    Spans spans = byThread.computeIfAbsent(Thread.currentThread().getId(), any -> new Spans());
    synchronized (spans) {
      close(spans);
      spans.current = task;
      spans.since = System.currentTimeMillis();
    }
    running.incrementAndGet();
  }

  /** The calling thread has ended its task. */
  void end() {
    Spans spans = byThread.get(Thread.currentThread().getId());
    if (spans != null) {
      synchronized (spans) {
        close(spans);
      }
    }
  }

  private void close(Spans spans) {
    long now = System.currentTimeMillis();
    if (spans.current != null) {
      spans.past.addLast(new Span(spans.since, now, spans.current));
      spans.current = null;
      running.decrementAndGet();
    }
    while (!spans.past.isEmpty() && spans.past.peekFirst().end < now - KEPT_MILLIS) {
      spans.past.removeFirst();
    }
  }

  /** How many tasks run now. */
  int count() {
    return running.get();
  }

  /** The task of a thread at a moment; {@link TaskKey#NONE} when it had none. */
  TaskKey at(long thread, long millis) {
    Spans spans = byThread.get(thread);
    if (spans == null) {
      return TaskKey.NONE;
    }
    synchronized (spans) {
      if (spans.current != null && millis >= spans.since) {
        return spans.current;
      }
      for (var recent = spans.past.descendingIterator(); recent.hasNext(); ) {
        Span span = recent.next();
        if (millis >= span.start && millis <= span.end) {
          return span.task;
        }
      }
    }
    return TaskKey.NONE;
  }
}
