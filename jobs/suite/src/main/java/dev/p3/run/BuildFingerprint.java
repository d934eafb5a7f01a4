package dev.p3.run;

import dev.p3.job.PatternJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells two builds of one version of p3 apart, by their classes. */
public final class BuildFingerprint {
  private BuildFingerprint() {}

  /**
   * Changes with any class of the library and of the suite. Reads no class: a jar's index says it.
   */
  public static String ofClasses() {
    var digest = new CRC32();
    Stream.of(BuildFingerprint.class, PatternJob.class)
        .map(BuildFingerprint::codeSource)
        .distinct()
        .flatMap(codeSource -> classes(codeSource).stream())
        .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return String.format(Locale.ROOT, "%08x", digest.getValue());
  }

  private static Path codeSource(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // it comes from a file
    }
  }

  private static List<String> classes(Path codeSource) {
    try {
      return Files.isDirectory(codeSource) ? classesInFolder(codeSource) : classesInJar(codeSource);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the classes of p3 in " + codeSource, e);
    }
  }

  private static List<String> classesInJar(Path file) throws IOException {
    try (var jar = new ZipFile(file.toFile())) {
      return jar.stream()
          .filter(entry -> entry.getName().startsWith("dev/p3/"))
          .sorted(Comparator.comparing(ZipEntry::getName))
          .map(entry -> String.format(Locale.ROOT, "%s %08x\n", entry.getName(), entry.getCrc()))
          .toList();
    }
  }

  private static List<String> classesInFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .map(
              file ->
                  String.format(
                      Locale.ROOT,
                      "%s %d\n",
                      folder.relativize(file),
                      file.toFile().lastModified()))
          .toList();
    }
  }
}
