package dev.p3.cli;

import dev.p3.Hanging;
import dev.p3.run.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A process that {@code ./p3}, or another program, became.
 *
 * @param process the process
 * @param outputFile its standard output
 * @param messagesFile its standard error
 */
record Launched(Process process, Path outputFile, Path messagesFile) {
  /** The checkout. */
  static final Path ROOT = Path.of(System.getProperty("p3.root"));

  /** The embedded Spark. */
  static final Path SPARK_HOME = Path.of(System.getProperty("p3.spark.home"));

  /** The shaded jar. */
  static final Path JAR = Path.of(System.getProperty("p3.jar"));

  /** The exit code of a run that Ctrl-C ended. */
  static final int INTERRUPTED = 130;

  /** For a JVM that ends before the optimizing compiler has paid off. */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private static final String EXECUTOR_OPTIONS = "spark.executor.defaultJavaOptions";

  /** A setting, KEY=VALUE: executors that are started here start as those of this JVM. */
  static final String EXECUTORS = EXECUTOR_OPTIONS + "=" + System.getProperty(EXECUTOR_OPTIONS);

  static {
    recordStart();
  }

  /** As the launcher does when it builds: most of what these tests start it for is a start. */
  private static void recordStart() {
    try {
      var builder = new ProcessBuilder(ROOT.resolve("jobs/launcher/build").toString());
      prepare(builder.environment());
      builder.environment().put("P3_BUILD", "never");
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Hanging.exitCode(builder.start());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("Cannot record what a start needs", e);
    }
  }

  /** Starts {@code ./p3} in a directory, where its output and messages are kept too. */
  static Launched p3(Path directory, Object... words) throws IOException {
    // A build that was started in the background ignores Ctrl-C, and so would what it starts.
    List<String> heedsInterrupts =
        System.getProperty("os.name").equals("Linux")
            ? List.of("env", "--default-signal=INT")
            : List.of();
    var command = new ArrayList<Object>(heedsInterrupts);
    command.add(ROOT.resolve("p3"));
    command.addAll(Arrays.asList(words));
    // The build that runs these tests has made the jar; the launcher must not build beside it.
    return start(directory, Map.of("P3_BUILD", "never"), command);
  }

  /**
   * Starts the embedded Spark's spark-submit on a cluster of this machine.
   *
   * @param properties the cluster's, which prove that one may use it
   * @param words more options, the jar, and its words
   */
  static Launched sparkSubmit(Path directory, String master, Path properties, List<?> words)
      throws IOException {
    var command =
        new ArrayList<Object>(
            List.of(
                SPARK_HOME.resolve("bin/spark-submit"),
                "--master",
                master,
                "--properties-file",
                properties,
                "--conf",
                EXECUTORS,
                "--conf",
                "spark.driver.bindAddress=127.0.0.1"));
    command.addAll(words);
    return start(directory, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), command);
  }

  static Launched start(Path directory, Map<String, String> environment, List<?> command)
      throws IOException {
    Path output = Files.createTempFile(directory, "stdout", ".log");
    Path messages = Files.createTempFile(directory, "stderr", ".log");
    var builder =
        new ProcessBuilder(command.stream().map(Object::toString).toList())
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .redirectError(messages.toFile());
    prepare(builder.environment());
    builder.environment().putAll(environment);
    return new Launched(builder.start(), output, messages);
  }

  private static void prepare(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put(
        "P3_LINE", "spark%s_%s".formatted(BuildInfo.sparkLine(), BuildInfo.scalaVersion()));
    environment.put("P3_JAVA_OPTS", SHORT_LIVED);
    environment.put("P3_CONF", EXECUTORS);
  }

  /** Sends it a signal such as INT; gives 0 when there was a process to send it to. */
  int signal(String name) throws IOException, InterruptedException {
    return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end and gives the exit code; a process that hangs is ended. */
  int exitCode() throws InterruptedException {
    return Hanging.exitCode(process);
  }

  String output() throws IOException {
    return Files.readString(outputFile);
  }

  String messages() throws IOException {
    return Files.readString(messagesFile);
  }
}
