package dev.p3.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.p3.fault.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * What happens when the process is told to end (Ctrl-C, SIGTERM) before a run has ended by itself:
 * a word to the user, true to what was published, before Spark's own hook, which stops the tasks
 * that still write; the tidying up after it, and before file systems are closed.
 *
 * <p>A run that has published its outputs is let end, and its exit status is 0 as ever: whoever
 * would start it again would find its rows there.
 */
public final class Interruption implements AutoCloseable {
  private static final int BEFORE_SPARK = 100;
  private static final int AFTER_SPARK_BEFORE_FILE_SYSTEMS = 20;
  private static final int LAST = 1;
  private static final int MOST_SECONDS = 30;
  private static final Duration TO_PUBLISH = Duration.ofSeconds(20);
  private static final int SECONDS_TO_END = 5;

  private final CommitGate gate;
  private final boolean isStream;
  private final PrintStream messages;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable announce = this::announce;
  private final Runnable tidyUp;
  private final Runnable end = this::end;
  private volatile boolean hasSucceeded;
  private volatile boolean isDone;

  /**
   * @param isStream whether outputs are published batch by batch
   */
  public Interruption(Cleanup cleanup, boolean isStream, PrintStream messages) {
    this(cleanup, isStream, messages, CommitGate.ofProcess());
    add(announce, BEFORE_SPARK);
    add(tidyUp, AFTER_SPARK_BEFORE_FILE_SYSTEMS);
    add(end, LAST);
  }

  Interruption(Cleanup cleanup, boolean isStream, PrintStream messages, CommitGate gate) {
    this.gate = gate;
    this.isStream = isStream;
    this.messages = messages;
    this.tidyUp =
        () -> {
          try {
            cleanup.run();
          } catch (IOException e) {
            messages.println("p3: cannot delete temporary files: " + Cause.firstLine(e));
          }
        };
    gate.begin();
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

  /** Says that the run came to its end: all is written and told. */
  public void succeeded() {
    hasSucceeded = true;
  }

  /** The hook that comes before Spark's. */
  void announce() {
    try {
      CommitGate.Met met = gate.shut(TO_PUBLISH);
      isDone = met == CommitGate.Met.PUBLISHED && !isStream && hasEndedWell();
      if (!isDone) {
        messages.println("p3: interrupted; " + told(met));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // What stops half-way complains of it with stack traces that tell nobody anything.
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
  }

  /** Whether the run, whose outputs are there, says so itself. */
  boolean isDone() {
    return isDone;
  }

  private boolean hasEndedWell() throws InterruptedException {
    return ended.await(SECONDS_TO_END, TimeUnit.SECONDS) && hasSucceeded;
  }

  private String told(CommitGate.Met met) {
    return switch (met) {
      case NOTHING_PUBLISHED -> "nothing is written under an output's name.";
      case A_PART -> "outputs were being published; look which are there before you run it again.";
      case PUBLISHED ->
          isStream
              ? String.format(
                  Locale.ROOT,
                  "the rows of %,d finished %s stay, and the next run goes on after them.",
                  gate.published(),
                  gate.published() == 1 ? "batch" : "batches")
              : "the outputs are written and stay; what comes after (the report) may not be.";
    };
  }

  /** The hook that comes last: only here may the exit status be another one than the signal's. */
  private void end() {
    if (isDone) {
      Runtime.getRuntime().halt(0);
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!isHappening()) {
      ShutdownHookManager.get().removeShutdownHook(announce);
      ShutdownHookManager.get().removeShutdownHook(tidyUp);
      ShutdownHookManager.get().removeShutdownHook(end);
    }
  }
}
