package dev.p3.bench.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A JVM that is held to the first cores of the machine, by {@code taskset}: Linux only. */
final class MeasuredJvm implements AutoCloseable {
  /** As Spark has it by default. */
  static final long SPLIT = 128L << 20;

  private static final Path LOG = Path.of("jobs", "bench", "target", "scale.log");

  private final Process process;
  private final PrintStream requests;
  private final BufferedReader answers;
  private final double startSeconds;

  /**
   * A run.
   *
   * @param seconds on the clock
   * @param cpuSeconds of the JVM: tasks, driver, compilers and collections
   * @param shuffledBytes written to shuffles
   * @param tasks that ended
   * @param liveBytes the most of the heap that was alive; 0 when it was not asked for
   */
  record Taken(double seconds, double cpuSeconds, long shuffledBytes, long tasks, long liveBytes) {}

  MeasuredJvm(int cores) throws IOException {
    this(cores, System.getProperty("java.class.path"));
  }

  /**
   * @param classPath of the build that is measured
   */
  MeasuredJvm(int cores, String classPath) throws IOException {
    var words = new ArrayList<>(List.of("taskset", "-c", "0-" + (cores - 1)));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // The JVM would choose another collector on one core, and count that as scaling.
    words.addAll(List.of("-XX:+UseParallelGC", "-cp", classPath));
    words.addAll(List.of(RunsOfOneJvm.class.getName(), Integer.toString(cores)));
    process =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    startSeconds = Double.parseDouble(answer()[1]);
  }

  /** From the start of the JVM to its session. */
  double startSeconds() {
    return startSeconds;
  }

  Taken run(List<String> command) throws IOException {
    return run(SPLIT, false, command);
  }

  /** Finds out what is alive, which takes time. */
  Taken weigh(long split, List<String> command) throws IOException {
    return run(split, true, command);
  }

  Taken run(long split, boolean isLive, List<String> command) throws IOException {
    requests.println(
        String.format(Locale.ROOT, "%d\t%s\trun\t%s", split, isLive, String.join("\t", command)));
    String[] taken = answer();
    return new Taken(
        Double.parseDouble(taken[1]),
        Double.parseDouble(taken[2]),
        Long.parseLong(taken[3]),
        Long.parseLong(taken[4]),
        Long.parseLong(taken[5]));
  }

  /** The CPU time of the JVM so far. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private String[] answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(RunsOfOneJvm.ANSWER)) {
        return line.split("\t", -1);
      }
    }
    throw new IOException("Cannot measure: a run failed, see " + LOG);
  }

  @Override
  public void close() throws IOException {
    requests.close();
    answers.close();
  }
}
