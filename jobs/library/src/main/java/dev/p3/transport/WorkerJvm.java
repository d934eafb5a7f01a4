package dev.p3.transport;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process of the driver's on this machine that runs Java: with the driver's class path, and the
 * vector module where the JDK has it. What it prints is kept for the case that it fails. It ends
 * with the driver, however the driver ends, because it reads the end of what connects them.
 *
 * <p>Thread-safe.
 */
public final class WorkerJvm implements AutoCloseable {
  private static final int LINES = 20;
  private static final int SECONDS_TO_END = 10;

  private final Process process;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  private WorkerJvm(Process process) {
    this.process = process;
    this.reader = new Thread(this::readLines, "output of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Why none can be started; empty when one can. */
  static Optional<String> whyNot() {
    return Files.isExecutable(java())
        ? Optional.empty()
        : Optional.of("there is no " + java() + " to start processes with");
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /**
   * Starts a process.
   *
   * @param command such as {@link #command} gives, or what starts that
   * @param environment what it has besides the driver's
   * @throws UncheckedIOException when the system cannot start it
   */
  public static WorkerJvm start(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new WorkerJvm(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command.get(0), e);
    }
  }

  /**
   * How to start a JVM with the classes of this one.
   *
   * @param main what it runs
   * @param others classes that it needs, too; those that Spark loaded are not on its class path
   */
  public static List<String> command(Class<?> main, Class<?>... others) {
    Set<String> classPath = new LinkedHashSet<>();
    classPath.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    classPath.add(home(main));
    for (Class<?> other : others) {
      classPath.add(home(other));
    }
    classPath.remove("");
    var command =
        new ArrayList<>(
            List.of(
                java().toString(),
                "-Xmx" + Runtime.getRuntime().maxMemory(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
    if (ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
    return command;
  }

  /** The jar or folder of a class; empty for a class of the JDK. */
  private static String home(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source == null ? "" : Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return ""; // not of a file: the class path has to do
    }
  }

  /** Halts this JVM when what connects it to the driver ends. */
  public static void endWith(InputStream driver) {
    var watch =
        new Thread(
            () -> {
              try {
                while (driver.read() >= 0) {
                  // Nothing more is to come.
                }
              } catch (IOException e) {
                // It has ended, too.
              }
              Runtime.getRuntime().halt(1);
            },
            "end with the driver");
    watch.setDaemon(true);
    watch.start();
  }

  /** An object for another JVM with the same classes. */
  public static byte[] serialized(Object object) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot serialize " + object.getClass().getName(), e);
    }
    return bytes.toByteArray();
  }

  /** The object that {@link #serialized} was given. */
  public static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** What the process reads; it is its lifeline, so nobody closes it while the process works. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended and what it printed last; waits for the end. */
  public String lastWords() {
    String output = output(SECONDS_TO_END);
    String end = process.isAlive() ? "it runs on" : "exit code " + process.exitValue();
    return output.isEmpty() ? end : end + ", last lines:\n  " + output.replace("\n", "\n  ");
  }

  /** What it printed last; waits for the end, but no longer than so many seconds. */
  public String output(int seconds) {
    try {
      process.waitFor(seconds, TimeUnit.SECONDS);
      reader.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Kills the process, if it is alive, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readLines() {
    try (var output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          if (lines.size() > LINES) {
            lines.remove();
          }
        }
      }
    } catch (IOException e) {
      // The process has been killed.
    }
  }
}
