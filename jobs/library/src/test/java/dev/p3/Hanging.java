package dev.p3;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one limit on time in the tests. It guards against hanging alone: it is far beyond what a
 * machine needs on which twenty other processes wait, and nothing else in a test depends on time.
 */
public final class Hanging {
  /** {@link #LIMIT} for annotations. */
  public static final long MINUTES = 30;

  /** After which something is held to hang. */
  public static final Duration LIMIT = Duration.ofMinutes(MINUTES);

  private static final long MILLIS_BETWEEN_LOOKS = 20;

  private Hanging() {}

  /**
   * Waits until a condition holds.
   *
   * @throws AssertionError when it does not within {@link #LIMIT}
   */
  public static void until(String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("Not within %s: %s".formatted(LIMIT, what));
        }
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("Cannot wait for " + what, e);
    }
  }

  /**
   * Waits for a latch.
   *
   * @throws AssertionError when it is not open within {@link #LIMIT}
   */
  public static void until(CountDownLatch open) throws InterruptedException {
    if (!open.await(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
      throw new AssertionError("Not within %s: %s".formatted(LIMIT, open));
    }
  }

  /**
   * Waits for the end of a process and gives its exit code.
   *
   * @throws AssertionError when it does not end within {@link #LIMIT}; it is killed then
   */
  public static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(LIMIT.toMinutes(), TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("Not within %s: the end of %s".formatted(LIMIT, process.info()));
    }
    return process.exitValue();
  }
}
