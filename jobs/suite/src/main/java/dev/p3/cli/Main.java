package dev.p3.cli;

import dev.p3.console.StandardOutput;
import dev.p3.job.CommandLine;
import dev.p3.run.SparkLine;
import dev.p3.session.OpenModules;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The program: {@code p3 …}, and the main class of {@code spark-submit p3.jar …}. */
public final class Main {
  private Main() {}

  /** The same for programs that have no class of p3's suite before them. */
  public static final class OfPrograms implements CommandLine {
    @Override
    public void run(String[] arguments) {
      Main.main(arguments);
    }
  }

  /**
   * Exits with 0 when done, 1 when the job failed, 2 on bad usage, 3 when the outputs are complete
   * and the report is not, and 4 when some outputs are and another is not there.
   */
  public static void main(String[] arguments) {
    // Spark makes names of files with the locale's digits, and finds classes by its lower case.
    Locale.setDefault(Locale.ROOT);
    Optional<String> refusal = SparkLine.refusal();
    if (refusal.isPresent()) {
      System.err.println("p3: " + refusal.get());
      System.exit(CommandLineApp.BAD_USAGE);
    }
    // The standalone master's cluster mode starts the driver without the options for it.
    OpenModules.open();
    int exitCode = run(arguments);
    // A cluster manager takes a call to exit for a failure, so a run that went well just ends.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(String[] arguments) {
    var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    var messages =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    // Whatever a library prints must not end up between the rows.
    System.setOut(System.err);
    return new CommandLineApp(output, messages).run(arguments);
  }
}
