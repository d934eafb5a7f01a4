package dev.p3.profile.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Something that samples the stacks of this JVM, folded into a {@link CallTree}. Thread-safe. */
interface StackSampler extends AutoCloseable {
  /** The name that a profile says. */
  String name();

  /** Begins, in the background: it may take seconds. Fails never; see {@link #fault}. */
  void start();

  /** Waits until it samples. */
  boolean awaitBegun(Duration most) throws InterruptedException;

  /** What was sampled since this was asked for last. */
  Taken take();

  /** Held while the tree is changed. */
  Object lock();

  /** Makes what was sampled so far ready to take, as far as that goes in the time. */
  void flush(Duration most) throws InterruptedException;

  /**
   * Writes what was recorded so far, for other tools.
   *
   * @throws IOException when nothing was kept
   */
  void dump(Path file) throws IOException;

  /** What went wrong; empty when nothing did. */
  String fault();

  @Override
  void close();

  /**
   * What was counted since the last time.
   *
   * @param completeUntil in milliseconds since 1970
   * @param samples since the start
   * @param throwables that the JVM has created; -1 when it is not known
   */
  record Taken(List<Delta.Count> counts, long completeUntil, long samples, long throwables) {}
}
