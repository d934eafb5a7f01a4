package dev.p3.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A SPARK_HOME with the modules for YARN and Kubernetes, as a distribution of Spark is: links to
 * the embedded Spark, and to what the build has put beside it.
 */
final class SparkDistribution {
  private static final Path ADDED = Path.of(System.getProperty("p3.added"));

  private SparkDistribution() {}

  static Path in(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (Path from : List.of(Launched.SPARK_HOME.resolve("jars"), ADDED)) {
      for (Path jar : jarsOf(from)) {
        Path link = jars.resolve(jar.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar);
        }
      }
    }
    Files.createSymbolicLink(home.resolve("bin"), Launched.SPARK_HOME.resolve("bin"));
    return home;
  }

  static List<Path> jarsOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
