package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code jobs/publish} publishes, from a checkout of the last commit: into a folder, from
 * which somebody else's project takes it by its coordinates. Run it by {@code -DexcludedGroups=}.
 */
@Tag("published")
class PublishedIT {
  private static final String VERSION = "0.1.0";

  @TempDir private static Path directory;
  private static Path repository;

  @BeforeAll
  static void publish() throws Exception {
    repository = published("one");
  }

  /** The folder that a checkout of its own published into. */
  private static Path published(String name) throws Exception {
    Path checkout = directory.resolve(name);
    done(directory, "git", "clone", "-q", Launched.ROOT, checkout);
    Path folder = directory.resolve(name + "-repository");
    done(checkout, checkout.resolve("jobs/publish"), folder.toUri());
    return folder.resolve("dev/p3");
  }

  private static void done(Path at, Object... command) throws Exception {
    Launched launched = Launched.start(at, Map.of(), List.of(command));
    int exitCode = launched.process().waitFor(); // builds take longer than anything else here
    assertThat(exitCode).as(launched.output() + launched.messages()).isZero();
  }

  private static Map<String, Path> files(Path folder) throws IOException {
    var files = new TreeMap<String, Path>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("maven-metadata"))
          .forEach(file -> files.put(folder.relativize(file).toString(), file));
    }
    return files;
  }

  @Test
  void twoBuildsOfOneCommitAreEqualByteForByte() throws Exception {
    Map<String, Path> first = files(repository);
    Map<String, Path> second = files(published("two"));

    assertThat(second.keySet()).isEqualTo(first.keySet()).hasSizeGreaterThan(20);
    for (String name : first.keySet()) {
      assertThat(second.get(name)).as(name).hasSameBinaryContentAs(first.get(name));
    }
  }

  @Test
  void everyJarSaysItsLicenceItsVersionAndItsModule() throws Exception {
    List<Path> jars =
        files(repository).values().stream()
            .filter(file -> file.toString().endsWith(".jar"))
            .toList();
    assertThat(jars).hasSizeGreaterThan(12);
    for (Path jar : jars) {
      try (var file = new JarFile(jar.toFile())) {
        assertThat(file.getEntry("META-INF/LICENSE")).as(jar.toString()).isNotNull();
        assertThat(file.getEntry("META-INF/NOTICE")).as(jar.toString()).isNotNull();
        if (!jar.toString().matches(".*" + VERSION + "(-all)?\\.jar")) {
          continue; // sources, documentation, tests
        }
        Manifest manifest = file.getManifest();
        assertThat(manifest.getMainAttributes().getValue("Implementation-Version"))
            .isEqualTo(VERSION);
        assertThat(manifest.getMainAttributes().getValue("Automatic-Module-Name"))
            .startsWith("dev.p3");
      }
    }
  }

  @Test
  void sourcesDocumentationAndPartsAreBesideEachJarAndPomsNeedNoParent() throws IOException {
    Map<String, Path> files = files(repository);
    for (String name : List.of("p3-library", "p3-testkit", "p3-suite", "p3-udfs")) {
      String artifact = name + "-spark4.0_2.13";
      String file = "%s/%s/%s-%s".formatted(artifact, VERSION, artifact, VERSION);
      assertThat(files)
          .containsKeys(
              file + ".jar",
              file + "-sources.jar",
              file + "-javadoc.jar",
              file + "-cyclonedx.json",
              file + ".pom");
      assertThat(files.get(file + ".pom"))
          .content()
          .contains("<artifactId>" + artifact, "<scm ", "<developers>", "<licenses>")
          .doesNotContain("<parent>", "${");
    }
    // Maven knows the version of a POM that it imports, and no other property of its build.
    String versions =
        Files.readString(files.get("p3-bom/%s/p3-bom-%s.pom".formatted(VERSION, VERSION)));
    assertThat(versions.replace("${project.version}", VERSION))
        .contains("p3-library-spark3.5_2.12", "p3-testkit-spark4.2_2.13")
        .doesNotContain("${", "<parent>", "<artifactId>picocli");
  }

  @Test
  void somebodyElsesProjectIsBuiltAndTestedByTheCoordinates() throws Exception {
    Path project = directory.resolve("sessions");
    done(directory, "cp", "-r", Launched.ROOT.resolve("examples/sessions"), project);
    done(directory, "rm", "-rf", project.resolve("target"));
    // What is known of other artifacts stays known, and of p3's nothing does.
    Path known = directory.resolve("m2");
    done(directory, "cp", "-al", Path.of(System.getProperty("user.home"), ".m2/repository"), known);
    done(directory, "rm", "-rf", known.resolve("dev/p3"));
    Path settings =
        Files.writeString(
            directory.resolve("settings.xml"),
            """
            <settings>
              <profiles>
                <profile>
                  <id>folder</id>
                  <repositories>
                    <repository>
                      <id>folder</id>
                      <url>%s</url>
                    </repository>
                  </repositories>
                </profile>
              </profiles>
              <activeProfiles>
                <activeProfile>folder</activeProfile>
              </activeProfiles>
            </settings>
            """
                .formatted(repository.getParent().getParent().toUri()));
    done(project, "mvn", "-B", "-q", "-gs", settings, "-Dmaven.repo.local=" + known, "package");

    assertThat(project.resolve("target/sessions-1.0.jar")).exists();
    assertThat(project.resolve("target/surefire-reports/example.sessions.SessionsTest.txt"))
        .content()
        .contains("Failures: 0, Errors: 0");
  }
}
