package dev.p3.transport;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JVM of this machine with the classes of this one. It ends when its standard input does, which
 * is when this JVM ends, however it does. What it prints is kept for messages, not shown.
 */
final class ChildJvm {
  private static final String VECTORS = "jdk.incubator.vector";
  private static final int MOST_LINES = 20;

  private final Process process;
  private final Deque<String> lines = new ArrayDeque<>();

  private ChildJvm(Process process) {
    this.process = process;
  }

  /** Why none can be started; empty when one can. */
  static Optional<String> whyNot() {
    return Files.isExecutable(java())
        ? Optional.empty()
        : Optional.of("there is no " + java() + " to start processes with");
  }

  /**
   * Starts one.
   *
   * @param words what its main class reads from standard input, a line each; arguments of a command
   *     are seen by every user of the machine
   */
  static ChildJvm start(Class<?> main, Class<?> needed, List<String> words) throws IOException {
    var command = new ArrayList<String>();
    command.add(java().toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx" + Runtime.getRuntime().maxMemory());
    if (ModuleLayer.boot().findModule(VECTORS).isPresent()) {
      command.add("--add-modules=" + VECTORS);
    }
    command.addAll(List.of("-cp", classPath(main, needed), main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var child = new ChildJvm(process);
    var reader = new Thread(child::read, "p3 output of a process");
    reader.setDaemon(true);
    reader.start();
    try {
      process
          .getOutputStream()
          .write((String.join("\n", words) + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      child.end();
      throw e;
    }
    return child;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it at once. */
  void end() {
    process.destroyForcibly();
  }

  /** The last lines that it printed. */
  String printed() {
    synchronized (lines) {
      return String.join(" | ", lines);
    }
  }

  private void read() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
          if (lines.size() > MOST_LINES) {
            lines.remove();
          }
        }
      }
    } catch (IOException e) {
      return; // it has ended
    }
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Under spark-submit the classes of an application are not on the JVM's own class path. */
  private static String classPath(Class<?>... needed) {
    Set<String> entries =
        new LinkedHashSet<>(
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    for (Class<?> type : needed) {
      CodeSource source = type.getProtectionDomain().getCodeSource();
      if (source != null) {
        try {
          entries.add(Path.of(source.getLocation().toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
          // No file: then it is not the application's.
        }
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
