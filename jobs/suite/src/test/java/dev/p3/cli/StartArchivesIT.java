package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher has a JVM record and start from, by programs that claim to be one. */
class StartArchivesIT {
  private static final String CACHE = "-XX:AOTCache=";
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";
  private static final String RECORDS_BOTH = "AOTCacheOutput ArchiveClassesAtExit";
  private static final Map<String, String> PLAIN = Map.of("P3_JAVA_OPTS", "");
  private static final int TERMINATED = 143;
  private static final Path STATE = Launched.ROOT.resolve(".p3");

  @TempDir private Path directory;
  private final Set<Path> others;

  StartArchivesIT() throws IOException {
    others = files();
  }

  @AfterEach
  void tidyUp() throws IOException {
    for (Path file : files()) {
      if (!others.contains(file)) {
        Files.delete(file);
      }
    }
  }

  @Test
  void java25StartsFromACache() throws Exception {
    makeJava("25.0.3", RECORDS_BOTH);
    record(PLAIN, "run", "word-count");
    assertThat(recorded()).containsExactly("full.aot");

    assertThat(started(PLAIN, "run", "word-count", "--profile")).contains(CACHE);
    assertThat(started(PLAIN, "tour")).contains(CACHE);
    assertThat(started(Map.of("P3_JAVA_OPTS", "-Da=b -Dc=-d"), "doctor")).contains(CACHE);
  }

  @Test
  void java25StartsFromAnArchiveWhereItWouldRejectACache() throws Exception {
    makeJava("25.0.3", RECORDS_BOTH);
    Path settings = Files.createDirectory(directory.resolve("settings"));
    Files.writeString(
        settings.resolve("local.conf"), "spark.driver.extraJavaOptions -javaagent:x\n");
    record(PLAIN, "run", "word-count");
    record(PLAIN, "run", "k-means");
    assertThat(recorded()).containsExactlyInAnyOrder("full.aot", "full.jsa");

    assertThat(started(PLAIN, "run", "k-means")).contains(ARCHIVE);
    assertThat(started(PLAIN, "check", "-v", "k-means")).contains(ARCHIVE);
    String agent = "spark.driver.defaultJavaOptions=-javaagent:x";
    assertThat(started(PLAIN, "run", "top", "--conf", agent)).contains(ARCHIVE);
    for (Map<String, String> environment :
        List.of(
            Map.of("P3_JAVA_OPTS", "-Da=b --add-modules=jdk.jshell"),
            Map.of("P3_JAVA_OPTS", "", "P3_CONF", "spark.a=b;" + agent),
            Map.of("P3_JAVA_OPTS", "", "JAVA_TOOL_OPTIONS", "-javaagent:x"),
            Map.of("P3_JAVA_OPTS", "", "P3_CONF_DIR", settings.toString()))) {
      assertThat(started(environment, "run", "word-count")).as("" + environment).contains(ARCHIVE);
    }
    assertThat(started(PLAIN, "run", "word-count")).contains(CACHE);
  }

  @Test
  void anOlderJavaStartsFromAnArchive() throws Exception {
    makeJava("24.0.2", RECORDS_BOTH);
    assertArchiveServes();
  }

  @Test
  void anArchiveServesWhereNoCacheCouldBeMade() throws Exception {
    makeJava("25", "ArchiveClassesAtExit");
    assertArchiveServes();
  }

  @Test
  void aRecordingThatIsBrokenOffLeavesNothing() throws Exception {
    makeJava("25.0.3", RECORDS_BOTH, "sleep 3600");
    Launched recording = launched("jobs/launcher/build", PLAIN, "run", "word-count");
    Hanging.until("the first bytes", () -> !unfinished().isEmpty());

    assertThat(recording.signal("TERM")).isZero();
    assertThat(recording.exitCode()).as(recording.messages()).isEqualTo(TERMINATED);
    assertThat(unfinished()).isEmpty();
    assertThat(recorded()).isEmpty();
  }

  private void assertArchiveServes() throws Exception {
    record(PLAIN, "run", "word-count");
    assertThat(recorded()).containsExactlyInAnyOrder("empty.aot", "full.jsa");
    assertThat(started(PLAIN, "run", "word-count")).contains(ARCHIVE);
  }

  private void makeJava(String version, String recordings) throws IOException {
    makeJava(version, recordings, ":");
  }

  /** Tells its version, records what it can and does a command then, and prints its arguments. */
  private void makeJava(String version, String recordings, String then) throws IOException {
    Path java = directory.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java,
        """
        #!/bin/sh
        [ "$1" != -version ] || echo 'openjdk version "%s" 2025-09-16' >&2
        for word; do
          for recording in %s; do
            case $word in -XX:$recording=*) echo recorded >"${word#*=}" && %s ;; esac
          done
        done
        printf '%%s\\n' "$@"
        """
            .formatted(version, recordings, then));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void record(Map<String, String> environment, String... words) throws Exception {
    Launched recording = launched("jobs/launcher/build", environment, words);
    assertThat(recording.exitCode()).as(recording.messages()).isZero();
  }

  /** The option of the JVM by which a command starts from what is recorded. */
  private String started(Map<String, String> environment, String... words) throws Exception {
    Launched run = launched("p3", environment, words);
    assertThat(run.exitCode()).as(run.messages()).isZero();
    return run.output()
        .lines()
        .filter(word -> word.startsWith(CACHE) || word.startsWith(ARCHIVE))
        .collect(Collectors.joining(" "));
  }

  private Launched launched(String program, Map<String, String> environment, String... words)
      throws IOException {
    var all = new HashMap<>(environment);
    all.put("P3_BUILD", "never");
    all.put("JAVA_HOME", directory.resolve("jdk").toString());
    return Launched.start(
        directory,
        all,
        Stream.concat(Stream.of(Launched.ROOT.resolve(program)), Stream.of(words)).toList());
  }

  /** The kinds of what was recorded. */
  private List<String> recorded() throws IOException {
    return files().stream()
        .filter(file -> !others.contains(file))
        .map(
            file ->
                (file.toFile().length() > 0 ? "full" : "empty")
                    + file.toString().replaceFirst(".*(?=\\.)", ""))
        .toList();
  }

  private static Set<Path> files() throws IOException {
    return filesThatEnd("aot|jsa");
  }

  private static Set<Path> unfinished() throws IOException {
    return filesThatEnd("aot[.]new");
  }

  private static Set<Path> filesThatEnd(String endings) throws IOException {
    try (Stream<Path> kept = Files.list(STATE)) {
      return kept.filter(file -> file.toString().matches(".*\\.(" + endings + ")"))
          .collect(Collectors.toSet());
    }
  }
}
