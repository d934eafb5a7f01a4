package dev.p3.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * The secret of a standalone cluster's parts. Spark takes it of a driver only as a setting, which
 * others can read in the words of a process; so p3 takes it from where only the user reads it.
 */
public final class AuthenticationSecret {
  /** What Spark calls it. */
  public static final String KEY = "spark.authenticate.secret";

  private static final String FILE = KEY + ".file";

  /** A worker hands its own to the drivers that it starts. */
  private static final String VARIABLE = "_SPARK_AUTH_SECRET";

  private AuthenticationSecret() {}

  /** The secret where one is needed, and the settings name a file with it, or a worker gave it. */
  public static Optional<String> find(SparkConf conf, Map<String, String> environment) {
    if (!conf.get("spark.master", "").startsWith("spark://")
        || !conf.getBoolean("spark.authenticate", false)
        || conf.contains(KEY)) {
      return Optional.empty();
    }
    String given = environment.get(VARIABLE);
    return given != null
        ? Optional.of(given)
        : Optional.ofNullable(conf.get(FILE, null)).map(AuthenticationSecret::read);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE + " " + file, e);
    }
  }
}
