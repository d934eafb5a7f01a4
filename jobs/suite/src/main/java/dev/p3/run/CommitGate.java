package dev.p3.run;

import dev.p3.fault.JobFailedException;
import java.io.IOException;
import java.time.Duration;

/**
 * Either a run publishes its outputs, all of them, or it is interrupted before: whoever ends the
 * process waits for a publication that has begun, and none begins after that.
 *
 * <p>Thread-safe. A process has one, because it ends as a whole.
 */
final class CommitGate {
  private static final CommitGate OF_PROCESS = new CommitGate();

  private boolean isPublishing;
  private boolean isShut;
  private boolean hasFailed;
  private int published;

  /** What an interruption has met. */
  enum Met {
    NOTHING_PUBLISHED,
    PUBLISHED,
    /** A publication goes on, or has failed: some outputs may be there. */
    A_PART
  }

  /** Publishes outputs. */
  interface Publication {
    void publish() throws IOException;
  }

  static CommitGate ofProcess() {
    return OF_PROCESS;
  }

  /** Forgets what earlier runs have published. */
  synchronized void begin() {
    published = 0;
    hasFailed = false;
  }

  /** How many times outputs were published since {@link #begin}: of a stream, once a batch. */
  synchronized int published() {
    return published;
  }

  /**
   * Publishes, unless the process is being ended.
   *
   * @throws JobFailedException when it is; nothing is published then
   */
  void publish(Publication publication) throws IOException {
    synchronized (this) {
      if (isShut) {
        throw new JobFailedException("Cannot finish the outputs: the run was interrupted");
      }
      isPublishing = true;
    }
    boolean isDone = false;
    try {
      publication.publish();
      isDone = true;
    } finally {
      synchronized (this) {
        isPublishing = false;
        published += isDone ? 1 : 0;
        hasFailed |= !isDone;
        notifyAll();
      }
    }
  }

  /** Lets nothing be published any more, and waits for what is being published. */
  synchronized Met shut(Duration longest) throws InterruptedException {
    isShut = true;
    long end = System.nanoTime() + longest.toNanos();
    while (isPublishing && System.nanoTime() < end) {
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    if (isPublishing || hasFailed) {
      return Met.A_PART;
    }
    return published > 0 ? Met.PUBLISHED : Met.NOTHING_PUBLISHED;
  }
}
