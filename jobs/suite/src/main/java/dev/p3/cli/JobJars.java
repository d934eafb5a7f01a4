package dev.p3.cli;

import dev.p3.fault.Faults;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * The jars that {@code --jar} names: while this is open, the thread finds their classes, and so do
 * the threads that it starts.
 */
final class JobJars implements AutoCloseable {
  static final String FLAG = "--jar";

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final URLClassLoader loader;

  private JobJars(List<URL> jars) {
    loader = jars.isEmpty() ? null : new URLClassLoader(jars.toArray(URL[]::new), before);
    if (loader != null) {
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  /**
   * Opens the jars among the arguments, which must be known before the rest can be read: a job of
   * theirs is a command.
   *
   * @throws dev.p3.fault.BadUsageException naming every file that is no jar
   */
  static JobJars of(List<String> arguments) {
    var jars = new ArrayList<URL>();
    if (!arguments.contains("--class")) { // that jar is read and not run
      var faults = new Faults();
      for (String file : files(arguments)) {
        try (var jar = new JarFile(file)) {
          jars.add(Path.of(jar.getName()).toAbsolutePath().toUri().toURL());
        } catch (MalformedURLException | InvalidPathException e) {
          faults.add("Cannot read --jar '%s': it is no path of a file", file);
        } catch (IOException e) {
          faults.add(
              "Cannot read --jar '%s': %s (must be a jar on this machine; one that is elsewhere goes to spark-submit --jars)",
              file, Path.of(file).toFile().exists() ? "it is no jar" : "no such file");
        }
      }
      faults.throwIfAny();
    }
    return new JobJars(jars);
  }

  private static List<String> files(List<String> arguments) {
    var files = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(FLAG + "=")) {
        files.add(argument.substring(FLAG.length() + 1));
      } else if (argument.equals(FLAG) && i + 1 < arguments.size()) {
        files.add(arguments.get(i + 1));
      }
    }
    return files;
  }

  /** Leaves the jar open where a session still runs that may need it. */
  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
