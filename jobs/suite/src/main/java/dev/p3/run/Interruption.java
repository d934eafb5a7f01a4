package dev.p3.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What happens when the process is told to end (Ctrl-C) before a run has ended by itself: a word to
 * the user before Spark's own hook, which stops the tasks that still write; the tidying up after
 * it, and before file systems are closed.
 */
public final class Interruption implements AutoCloseable {
  private static final int BEFORE_SPARK = 100;
  private static final int AFTER_SPARK_BEFORE_FILE_SYSTEMS = 20;
  private static final int MOST_SECONDS = 30;

  private final Runnable announce;
  private final Runnable tidyUp;

  public Interruption(Cleanup cleanup, PrintStream messages) {
    this.announce =
        () -> {
          messages.println("p3: interrupted; nothing is written under an output's name.");
          // What stops half-way complains of it with stack traces that say nothing of use.
          Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
          System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
        };
    this.tidyUp =
        () -> {
          try {
            cleanup.run();
          } catch (IOException e) {
            messages.println("p3: cannot delete temporary files: " + e.getMessage());
          }
        };
    add(announce, BEFORE_SPARK);
    add(tidyUp, AFTER_SPARK_BEFORE_FILE_SYSTEMS);
  }

  /** Without a time limit Hadoop would read its configuration files to find one. */
  private static void add(Runnable hook, int priority) {
    ShutdownHookManager.get().addShutdownHook(hook, priority, MOST_SECONDS, TimeUnit.SECONDS);
  }

  /** Deletes what must not stay. */
  public interface Cleanup {
    void run() throws IOException;
  }

  /** Whether the process is on its way out, so that failures are only its echo. */
  public static boolean isHappening() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  @Override
  public void close() {
    if (!isHappening()) {
      ShutdownHookManager.get().removeShutdownHook(announce);
      ShutdownHookManager.get().removeShutdownHook(tidyUp);
    }
  }
}
