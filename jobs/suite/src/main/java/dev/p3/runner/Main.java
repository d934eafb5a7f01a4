package dev.p3.runner;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program: {@code p3 …}, and the main class of {@code spark-submit p3.jar …}. */
public final class Main {
  private Main() {}

  /** Exits with 0 when done, 1 when the job failed, 2 on bad usage. */
  public static void main(String[] arguments) {
    PrintStream output =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    // Whatever a library prints must not end up between the rows.
    System.setOut(System.err);
    int exitCode = new Cli(output, System.err).run(arguments);
    output.flush();
    // A cluster manager takes a call to exit for a failure, so a run that went well just ends.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
