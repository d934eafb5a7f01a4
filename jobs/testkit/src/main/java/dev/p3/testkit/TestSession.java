package dev.p3.testkit;

import dev.p3.session.OpenModules;
import dev.p3.session.P3Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The session that the tests of a JVM share. */
final class TestSession {
  private static final String QUIET = "classpath:dev/p3/testkit/log4j2.properties";
  private static final Path FILES = temporaryDirectory();
  private static Map<String, String> started;
  private static SparkSession shared;
  private static SparkSession current;
  private static Map<String, String> currentSettings;

  private TestSession() {}

  /** The session with these settings, which is the one to use until the next call. */
  static synchronized SparkSession use(Map<String, String> settings) {
    if (current != null && settings.equals(currentSettings) && !isStopped(current)) {
      return current;
    }
    var ofContext = new HashMap<>(settings);
    ofContext.keySet().removeIf(key -> key.startsWith("spark.sql."));
    if (shared == null || isStopped(shared) || !ofContext.equals(started)) {
      start(ofContext);
    }
    current = shared;
    if (settings.size() > ofContext.size()) {
      current = shared.newSession();
      SparkSession session = current;
      settings.forEach(
          (key, value) -> {
            if (key.startsWith("spark.sql.")) {
              session.conf().set(key, value);
            }
          });
    }
    SparkSession.setActiveSession(current);
    currentSettings = Map.copyOf(settings);
    return current;
  }

  /**
   * The session of the test that runs, or the shared one.
   *
   * @throws IllegalStateException when Spark cannot be started in this JVM
   */
  static synchronized SparkSession current() {
    return current == null || isStopped(current) ? use(Map.of()) : current;
  }

  private static boolean isStopped(SparkSession session) {
    return session.sparkContext().isStopped();
  }

  private static void start(Map<String, String> settings) {
    OpenModules.open();
    if (shared != null) {
      shared.stop();
    }
    quietLog();
    var explicit = new HashMap<String, String>();
    explicit.put("spark.master", "local[2]");
    explicit.put("spark.ui.enabled", "false");
    explicit.put("spark.driver.bindAddress", "127.0.0.1");
    explicit.put("spark.driver.host", "127.0.0.1");
    explicit.put("spark.sql.shuffle.partitions", "4");
    explicit.put("spark.p3.scope.check-mutation", "true");
    explicit.put("spark.local.dir", FILES.resolve("local").toString());
    explicit.put("spark.sql.warehouse.dir", FILES.resolve("warehouse").toString());
    explicit.putAll(settings);
    shared = P3Session.borrowOrOpen("tests", P3Session.settings(Map.of(), explicit)).spark();
    started = Map.copyOf(settings);
  }

  /** Where the tests have no configuration of their own. */
  private static void quietLog() {
    ClassLoader loader = TestSession.class.getClassLoader();
    boolean hasOwn =
        Stream.of("log4j2-test.properties", "log4j2-test.xml", "log4j2.properties", "log4j2.xml")
            .anyMatch(name -> loader.getResource(name) != null);
    if (!hasOwn) {
      System.getProperties().putIfAbsent("log4j2.configurationFile", QUIET);
    }
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("p3-testkit");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory), "p3-testkit-end"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for what Spark writes in tests", e);
    }
  }

  private static void end(Path directory) {
    if (shared != null) {
      shared.stop();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // The system deletes temporary files too.
    }
  }
}
