package dev.p3.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;

/**
 * The secret that the parts of a session know: who does not know it is no part of it. Spark takes
 * that of a standalone cluster only as a setting, which others can read in the words of a process;
 * so p3 takes it from where only the user reads it. On this machine alone each session has one of
 * its own.
 */
public final class AuthenticationSecret {
  /** What Spark calls it. */
  public static final String KEY = "spark.authenticate.secret";

  private static final String FILE = KEY + ".file";

  private static final String SWITCH = "spark.authenticate";

  /** A worker hands its own to the drivers that it starts. */
  private static final String VARIABLE = "_SPARK_AUTH_SECRET";

  /** Under which Spark keeps the secret of a local session in this process, and looks first. */
  private static final Text COOKIE = new Text("sparkCookie");

  private static final String LOCAL_CLUSTER = "local-cluster[";
  private static final int BYTES = 32;

  private AuthenticationSecret() {}

  /** A new one. */
  public static String random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The settings of who takes it from a file. */
  public static Map<String, String> settings(Path file) {
    return Map.of(SWITCH, "true", FILE, file.toString());
  }

  /** The lines of a file for Spark, whose own programs take it as a setting alone. */
  public static String properties(String secret) {
    return SWITCH + " true\n" + KEY + " " + secret + "\n";
  }

  /**
   * Writes what nobody else may read.
   *
   * @param file must not be there
   */
  public static void write(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  /** The secret where one is needed, and the settings name a file with it, or a worker gave it. */
  public static Optional<String> find(SparkConf conf, Map<String, String> environment) {
    String master = conf.get("spark.master", "");
    boolean takesSetting = master.startsWith("spark://") || master.startsWith(LOCAL_CLUSTER);
    if (!takesSetting || !conf.getBoolean(SWITCH, false) || conf.contains(KEY)) {
      return Optional.empty();
    }
    String given = environment.get(VARIABLE);
    return given != null
        ? Optional.of(given)
        : Optional.ofNullable(conf.get(FILE, null)).map(AuthenticationSecret::read);
  }

  /**
   * Sees to it that a session that is about to be opened has its secret. So does one on this
   * machine alone, whose ports any user of the machine can reach, unless its settings say
   * otherwise.
   */
  static void provide(SparkConf conf, Map<String, String> environment) {
    String master = conf.get("spark.master", "");
    if (P3Session.isOneJvm(master) || master.startsWith(LOCAL_CLUSTER)) {
      conf.setIfMissing(SWITCH, "true");
    }
    find(conf, environment).ifPresent(secret -> conf.set(KEY, secret));
    if (master.startsWith(LOCAL_CLUSTER) && conf.getBoolean(SWITCH, false)) {
      conf.setIfMissing(KEY, random()); // of one JVM, Spark makes a secret itself
    }
    if (conf.contains(KEY)) {
      forgetOther(conf.get(KEY));
    }
  }

  /** A local session before this one has left its own in the process. */
  private static void forgetOther(String secret) {
    try {
      UserGroupInformation user = UserGroupInformation.getCurrentUser();
      if (user.getCredentials().getSecretKey(COOKIE) != null) {
        var credentials = new Credentials();
        credentials.addSecretKey(COOKIE, secret.getBytes(StandardCharsets.UTF_8));
        user.addCredentials(credentials);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tell which user this is", e);
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE + " " + file, e);
    }
  }
}
