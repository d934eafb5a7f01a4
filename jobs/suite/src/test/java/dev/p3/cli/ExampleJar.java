package dev.p3.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The jar of {@code examples/sessions}, made without Maven. */
final class ExampleJar {
  private static final Path MAIN = Path.of("../../examples/sessions/src/main").toAbsolutePath();

  private ExampleJar() {}

  /** Compiles the example, and puts it with its resources into a jar in a directory. */
  static Path in(Path directory) throws IOException {
    Path classes = compiled(directory, sources());
    return jar(directory.resolve("sessions.jar"), classes, MAIN.resolve("resources"));
  }

  /** As {@link #in}, with a class Own, and without the file that names the job as a service. */
  static Path withoutServices(Path directory, String own) throws IOException {
    Path source = Files.writeString(directory.resolve("Own.java"), own);
    Path classes = compiled(directory, Stream.concat(sources(), Stream.of(source)));
    Path samples = Files.createDirectories(directory.resolve("resources/samples/sessions"));
    Files.copy(
        MAIN.resolve("resources/samples/sessions/clicks.csv"), samples.resolve("clicks.csv"));
    return jar(directory.resolve("own.jar"), classes, directory.resolve("resources"));
  }

  /** A jar of one class that knows nothing of p3. */
  static Path of(Path directory, String name, String source) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".java"), source);
    return jar(directory.resolve(name + ".jar"), compiled(directory, Stream.of(file)));
  }

  private static Path compiled(Path directory, Stream<Path> sources) throws IOException {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    var options =
        new ArrayList<>(
            List.of(
                "-parameters",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    sources.map(Path::toString).forEach(options::add);
    int exitCode =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    if (exitCode != 0) {
      throw new IllegalStateException("Cannot compile " + MAIN);
    }
    return classes;
  }

  private static Stream<Path> sources() throws IOException {
    return Files.walk(MAIN.resolve("java")).filter(file -> file.toString().endsWith(".java"));
  }

  /** A jar of all files below folders. */
  static Path jar(Path jar, Path... folders) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file)) {
      for (Path folder : folders) {
        for (Path each : Files.walk(folder).filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new JarEntry(folder.relativize(each).toString().replace('\\', '/')));
          Files.copy(each, out);
        }
      }
    }
    return jar;
  }
}
