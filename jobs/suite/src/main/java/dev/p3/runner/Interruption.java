package dev.p3.runner;

import java.io.IOException;
import java.io.PrintStream;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What is tidied up when the process is told to end (Ctrl-C) before a run has ended by itself.
 *
 * <p>Runs after Spark's own hook, which stops the tasks that still write, and before the one that
 * closes file systems.
 */
final class Interruption implements AutoCloseable {
  private static final int AFTER_SPARK_BEFORE_FILE_SYSTEMS = 20;

  private final Runnable hook;

  Interruption(Cleanup cleanup, PrintStream messages) {
    this.hook =
        () -> {
          try {
            cleanup.run();
            messages.println("p3: interrupted; nothing was written under an output's name.");
          } catch (IOException e) {
            messages.println("p3: interrupted; cannot delete temporary files: " + e.getMessage());
          }
        };
    ShutdownHookManager.get().addShutdownHook(hook, AFTER_SPARK_BEFORE_FILE_SYSTEMS);
  }

  /** Deletes what must not stay. */
  interface Cleanup {
    void run() throws IOException;
  }

  /** Whether the process is on its way out, so that failures are only its echo. */
  static boolean isHappening() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  @Override
  public void close() {
    if (!isHappening()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
