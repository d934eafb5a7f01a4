package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the jar for spark-submit holds of others has its licence in it. */
class JarLicencesIT {
  /** Texts by the packages that they are for. */
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("dev/p3/", "META-INF/LICENSE"),
          Map.entry("dev/p3/shaded/icu/", "META-INF/licenses/ICU.txt"),
          Map.entry("dev/p3/shaded/picocli/", "META-INF/LICENSE"),
          Map.entry("dev/p3/shaded/mustache/", "META-INF/LICENSE"),
          Map.entry("dev/p3/shaded/asciitable/", "META-INF/LICENSE"),
          Map.entry("one/", "META-INF/LICENSE"),
          Map.entry("com/sun/jna/", "META-INF/LICENSE"),
          Map.entry("org/jocl/", "META-INF/licenses/JOCL.txt"),
          Map.entry("org/zeromq/", "META-INF/licenses/MPL-2.0.txt"),
          Map.entry("zmq/", "META-INF/licenses/MPL-2.0.txt"),
          Map.entry("com/neilalexander/jnacl/", "META-INF/licenses/jnacl.txt"));

  @Test
  void everyPackageIsOfAPartWhoseLicenceIsThere() throws IOException {
    try (var jar = new JarFile(Launched.JAR.toFile())) {
      var unknown = new TreeSet<String>();
      var parts = new TreeSet<String>();
      jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
          .forEach(
              name ->
                  TEXTS.keySet().stream()
                      .filter(name::startsWith)
                      .max((one, other) -> Integer.compare(one.length(), other.length()))
                      // What is new among the relocated is not p3's own.
                      .filter(part -> !part.equals("dev/p3/") || !name.contains("/shaded/"))
                      .ifPresentOrElse(parts::add, () -> unknown.add(name)));

      assertThat(unknown).isEmpty();
      assertThat(parts).isEqualTo(new TreeSet<>(TEXTS.keySet()));
      for (String text : new TreeSet<>(TEXTS.values())) {
        assertThat(bytes(jar, text)).as(text).hasSizeGreaterThan(500);
      }
      for (String text :
          List.of(
              "META-INF/NOTICE",
              "dev/p3/report/echarts/LICENSE",
              "dev/p3/report/echarts/NOTICE",
              "dev/p3/report/land/LICENSE")) {
        assertThat(bytes(jar, text)).as(text).isNotEmpty();
      }
    }
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertThat(entry).as(name).isNotNull();
    return jar.getInputStream(entry).readAllBytes();
  }
}
