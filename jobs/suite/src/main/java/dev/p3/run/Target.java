package dev.p3.run;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.NearMatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a job runs: one of the files of {@code conf/}, or a Spark master.
 *
 * @param name as the user wrote it
 * @param settings Spark settings, for those that are not set otherwise
 */
public record Target(String name, Map<String, String> settings) {
  /** Where a job runs by default. */
  public static final String DEFAULT = "local";

  private static final List<String> NAMES =
      List.of(DEFAULT, "standalone", "yarn", "k8s", "emr", "databricks");
  private static final String STANDALONE = "spark://";
  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):(\\d{1,5})");
  private static final int ANSWER_MILLIS = 2_000;
  private static final Pattern MASTER =
      Pattern.compile("local|local\\[.+]|local-cluster\\[.+]|(spark|k8s)://.+|yarn");

  /** The names of targets that are not the default. */
  public static List<String> others() {
    return NAMES.stream().filter(name -> !name.equals(DEFAULT)).toList();
  }

  /**
   * The target that the user named; else the master that spark-submit set; else {@code local}.
   *
   * @throws BadUsageException when it is neither a target nor a master
   */
  static Target of(Optional<String> named) {
    String submitted = System.getProperty("spark.master");
    if (named.isEmpty() && submitted != null) {
      return new Target(submitted, Map.of());
    }
    String name = named.orElse(DEFAULT);
    if (NAMES.contains(name)) {
      return new Target(name, read(name));
    }
    if (MASTER.matcher(name).matches()) {
      return new Target(name, Map.of("spark.master", name));
    }
    throw new BadUsageException(
        String.format(
            Locale.ROOT,
            "Invalid --target: '%s' (must be one of %s, or a master such as local[4] or spark://HOST:PORT).%s",
            name,
            String.join(", ", NAMES),
            NearMatch.question(name, NAMES)));
  }

  /**
   * Checks that a standalone master listens: Spark itself would try for a minute.
   *
   * @param master of any kind
   * @return the master
   * @throws BadUsageException when none of its addresses answers
   */
  static String requireReachable(String master) {
    if (!master.startsWith(STANDALONE)) {
      return master;
    }
    String[] addresses = master.substring(STANDALONE.length()).split(",", -1);
    var silences = new LinkedHashSet<String>();
    for (String address : addresses) {
      Optional<String> silence = silence(address);
      if (silence.isEmpty()) {
        return master;
      }
      silences.add(silence.get());
    }
    throw new BadUsageException(
        String.format(
            Locale.ROOT,
            "Cannot reach a Spark master at %s (%s); start one with ./p3 cluster start, or name yours with --target spark://HOST:PORT",
            master,
            String.join(", ", silences)));
  }

  /** Why nothing answers at an address; empty when something does. */
  private static Optional<String> silence(String address) {
    Matcher place = HOST_AND_PORT.matcher(address);
    if (!place.matches()) {
      return Optional.of(String.format(Locale.ROOT, "'%s' is no HOST:PORT", address));
    }
    try (var socket = new Socket()) {
      var port = Integer.parseInt(place.group(2));
      socket.connect(new InetSocketAddress(place.group(1), port), ANSWER_MILLIS);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(Cause.firstLine(e));
    }
  }

  private static Map<String, String> read(String name) {
    try (InputStream file = Target.class.getResourceAsStream("conf/" + name + ".conf")) {
      if (file == null) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT, "Cannot run on target '%s': this p3 has no settings for it", name));
      }
      var properties = new Properties();
      properties.load(file);
      var settings = new LinkedHashMap<String, String>();
      properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the settings of target " + name, e);
    }
  }
}
