package dev.p3.cluster;

import dev.p3.data.ProcessStart;
import dev.p3.fault.BadUsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A background process as it is written down: its part in the cluster, its process id and when it
 * started, as {@link ProcessStart} has it. An id alone is not enough: the system gives ids out
 * again.
 *
 * @param sinceBoot null in what was written before it was
 */
record BackgroundProcess(String name, long pid, long startedMillis, String sinceBoot) {
  static final String MASTER = "master";
  static final String MASTER_CLASS = "org.apache.spark.deploy.master.Master";
  static final String WORKER_CLASS = "org.apache.spark.deploy.worker.Worker";

  /** How long a process asked to end is waited for before it is ended forcibly. */
  private static final Duration POLITE_WAIT = Duration.ofSeconds(5);

  private static final Pattern CORE_JAR = Pattern.compile("spark-core_([0-9.]+)-.+\\.jar");
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int TAIL_LINES = 20;

  /**
   * Starts a JVM of at most 512 MiB of heap on a Spark home's jars, that outlives this one: without
   * the optimizing compiler, as it mostly waits, without input, its output in its log, in a session
   * of its own where the system has {@code setsid}. No {@code SPARK_} variable of this JVM reaches
   * it.
   *
   * @param main the main class and its arguments, after any JVM options
   * @throws BadUsageException when the directory is no Spark home
   */
  static BackgroundProcess launch(String name, Path sparkHome, List<String> main, Path stateDir)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(sparkHome, main))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name, stateDir).toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().putAll(environment(sparkHome, stateDir));
    ProcessHandle handle = builder.start().toHandle();
    ProcessStart start = ProcessStart.of(handle);
    return new BackgroundProcess(name, handle.pid(), start.millis(), start.sinceBoot());
  }

  /** Where the process of a name writes. */
  static Path log(String name, Path stateDir) {
    return stateDir.resolve("logs").resolve(name + ".log");
  }

  /** Whether this very process runs, and not a later one of the same id. */
  boolean isRunning() {
    return handle().isPresent();
  }

  /**
   * Ends those of the processes that run, and their descendants: asks first, and forces after 5 s
   * or when interrupted. Returns when all are gone, at the latest 5 s after that.
   */
  static void end(Collection<BackgroundProcess> processes) {
    Set<ProcessHandle> family = family(processes);
    family.forEach(ProcessHandle::destroy);
    if (!awaitEnd(family)) {
      family.addAll(family(processes));
      family.stream().filter(BackgroundProcess::runs).forEach(ProcessHandle::destroyForcibly);
      awaitEnd(family);
    }
  }

  /** The last lines of the process's log. */
  String lastWords(Path stateDir) throws IOException {
    String text = new String(Files.readAllBytes(log(name, stateDir)), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** Waits; false, with the interrupt kept, when interrupted. */
  static boolean pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> command(Path sparkHome, List<String> main) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> jvm =
        List.of(
            java, "-cp", sparkHome.resolve("jars") + "/*", "-Xmx512m", "-XX:TieredStopAtLevel=1");
    List<String> opened = List.of(JavaModuleOptions.defaultModuleOptions().split(" "));
    return Stream.of(ownSession(), jvm, opened, main).flatMap(List::stream).toList();
  }

  private static List<String> ownSession() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(":", -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "setsid"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> List.of(program.toString()))
        .orElse(List.of());
  }

  private static Map<String, String> environment(Path sparkHome, Path stateDir) throws IOException {
    return Map.of(
        "JAVA_HOME", System.getProperty("java.home"),
        "SPARK_HOME", sparkHome.toString(),
        "SPARK_SCALA_VERSION", scalaVersion(sparkHome.resolve("jars")),
        "SPARK_LOCAL_DIRS", stateDir.resolve("local").toString(),
        "SPARK_LOCAL_IP", StandaloneCluster.HOST,
        "SPARK_PUBLIC_DNS", StandaloneCluster.HOST);
  }

  private static String scalaVersion(Path jars) throws IOException {
    try (Stream<Path> files = Files.isDirectory(jars) ? Files.list(jars) : Stream.empty()) {
      return files
          .map(file -> CORE_JAR.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(core -> core.group(1))
          .findFirst()
          .orElseThrow(() -> new BadUsageException(noSpark(jars)));
    }
  }

  private static String noSpark(Path jars) {
    return String.format(
            Locale.ROOT,
            "Cannot start Spark from %s: no spark-core_<scala>-<version>.jar in it",
            jars)
        + " (must be the jars of a Spark home); name another Spark home";
  }

  /** The processes first, so that none starts a descendant anew when that ends. */
  private static Set<ProcessHandle> family(Collection<BackgroundProcess> processes) {
    List<ProcessHandle> ours =
        processes.stream().map(BackgroundProcess::handle).flatMap(Optional::stream).toList();
    return Stream.concat(ours.stream(), ours.stream().flatMap(ProcessHandle::descendants))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean awaitEnd(Set<ProcessHandle> handles) {
    long deadline = System.nanoTime() + POLITE_WAIT.toNanos();
    while (handles.stream().anyMatch(BackgroundProcess::runs)) {
      if (System.nanoTime() - deadline > 0 || !pause(POLL)) {
        return false;
      }
    }
    return true;
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid).filter(BackgroundProcess::runs).filter(this::isThis);
  }

  private boolean isThis(ProcessHandle live) {
    return switch (new ProcessStart(startedMillis, sinceBoot).ask(pid)) {
      case RUNS -> true;
      case ENDED -> false;
      case UNKNOWN -> isPartOfCluster(live);
    };
  }

  /** Where the clock may have been set since, the words of a process tell what it is. */
  private boolean isPartOfCluster(ProcessHandle live) {
    List<String> words = List.of(live.info().arguments().orElse(new String[0]));
    return name.equals(MASTER)
        ? words.contains(MASTER_CLASS)
        : words.contains(WORKER_CLASS)
            && words.stream().anyMatch(word -> word.endsWith("/" + name));
  }

  /**
   * A process that ended and that its parent has not asked about has no command any more. This JVM
   * asks about its own children, so they are waited for until it did.
   */
  private static boolean runs(ProcessHandle handle) {
    return handle.isAlive() && (handle.info().command().isPresent() || isOwnChild(handle));
  }

  private static boolean isOwnChild(ProcessHandle handle) {
    return handle.parent().filter(ProcessHandle.current()::equals).isPresent();
  }
}
