package dev.p3;

import dev.p3.cli.Main;
import dev.p3.job.JobRegistry;
import dev.p3.job.PatternJob;

/** The door for programs. */
public final class P3 {
  private P3() {}

  /**
   * The command line of p3 with jobs of the caller's, for the {@code main} of a jar of one's own:
   *
   * <pre>{@code
   * public static void main(String[] arguments) {
   *   P3.main(arguments, new SessionsJob());
   * }
   * }</pre>
   *
   * <p>Call it first of all: it opens to Spark the packages of the JDK that it needs, so that the
   * driver of a standalone cluster runs it too. The records of the jobs are registered everywhere.
   *
   * @param arguments those of the command line, as {@code run sessions --in clicks.csv}
   * @param jobs beside p3's own and those that jars name as services; each of a public class with a
   *     public constructor without arguments, by which executors make it for themselves
   * @see Main#main the exit codes
   */
  public static void main(String[] arguments, PatternJob<?, ?>... jobs) {
    JobRegistry.add(jobs);
    Main.main(arguments);
  }
}
