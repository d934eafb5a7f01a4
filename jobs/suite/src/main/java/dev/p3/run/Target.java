package dev.p3.run;

import dev.p3.cluster.MasterProbe;
import dev.p3.cluster.StandaloneCluster;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.NearMatch;
import dev.p3.session.P3Session;
import dev.p3.targets.Layer;
import dev.p3.targets.Targets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * Where a job runs: one of the files of {@code conf/} or of the user's, or a Spark master.
 *
 * @param name as the user wrote it
 * @param layers Spark settings, for those that are not set otherwise; the first that has a key
 *     counts
 */
public record Target(String name, List<Layer> layers) {
  /** Where a job runs by default. */
  public static final String DEFAULT = Targets.DEFAULT;

  /** The name of a target whose settings came along, as in a driver on a cluster. */
  public static final String NAME_KEY = "spark.p3.target";

  private static final String STANDALONE = "spark://";
  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):(\\d{1,5})");
  private static final int ANSWER_MILLIS = 2_000;
  private static final Pattern MASTER =
      Pattern.compile("local|local\\[.+]|local-cluster\\[.+]|(spark|k8s)://.+|yarn");

  public Target {
    layers = List.copyOf(layers);
  }

  /** The names of targets that are not the default. */
  public static List<String> others() {
    return Targets.OWN.stream().filter(name -> !name.equals(DEFAULT)).toList();
  }

  /** The settings of all layers. */
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    layers.forEach(layer -> layer.settings().forEach(settings::putIfAbsent));
    return settings;
  }

  /**
   * The target that the user named; else the environment; else the master that spark-submit set;
   * else {@code local}.
   *
   * @throws BadUsageException when it is neither a target nor a master, or settings of it cannot be
   *     used
   */
  static Target of(Optional<String> named, Targets targets) {
    Optional<String> wanted = named.or(targets::named);
    String submitted = System.getProperty("spark.master");
    if (wanted.isEmpty() && submitted != null) {
      return new Target(System.getProperty(NAME_KEY, submitted), List.of());
    }
    String name = wanted.orElse(DEFAULT);
    List<String> names = targets.names();
    if (names.contains(name)) {
      return new Target(name, targets.layers(name));
    }
    if (MASTER.matcher(name).matches()) {
      var master = new Layer("--target " + name, Map.of("spark.master", name));
      return new Target(
          name, Stream.concat(Stream.of(master), targets.environment().stream()).toList());
    }
    throw new BadUsageException(
        String.format(
            Locale.ROOT,
            "Invalid --target: '%s' (must be one of %s, or a master such as local[4] or spark://HOST:PORT).%s",
            name,
            String.join(", ", names),
            NearMatch.question(name, names)));
  }

  /** With the secret of {@code ./p3 cluster start}, where that is the master. */
  Target withSecretOf(String master) {
    Map<String, String> known =
        Optional.of(master)
            .filter(each -> each.startsWith(STANDALONE))
            .flatMap(each -> StandaloneCluster.launcherDirectory())
            .map(directory -> StandaloneCluster.settings(directory, master))
            .orElse(Map.of());
    return known.isEmpty()
        ? this
        : new Target(
            name,
            Stream.concat(layers.stream(), Stream.of(new Layer("./p3 cluster start", known)))
                .toList());
  }

  /**
   * Checks that a standalone master would take a driver: Spark itself would try for a minute.
   *
   * @param spark the settings of the session that is to be, with a master of any kind
   * @return the master
   * @throws BadUsageException when none of its addresses answers, or the one that does refuses
   */
  static String requireReachable(SparkConf spark) {
    String master = spark.get("spark.master");
    if (!master.startsWith(STANDALONE)) {
      return master;
    }
    String[] addresses = master.substring(STANDALONE.length()).split(",", -1);
    var silences = new LinkedHashSet<String>();
    for (String address : addresses) {
      Optional<String> silence = silence(address, spark);
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

  /** Why no master answers at an address; empty when one does. */
  private static Optional<String> silence(String address, SparkConf spark) {
    Matcher place = HOST_AND_PORT.matcher(address);
    if (!place.matches()) {
      return Optional.of(String.format(Locale.ROOT, "'%s' is no HOST:PORT", address));
    }
    String host = place.group(1);
    int port = Integer.parseInt(place.group(2));
    return silence(host, port)
        .or(
            () ->
                P3Session.running().isPresent() // which has its master already
                    ? Optional.empty()
                    : MasterProbe.refusal(host, port, spark));
  }

  /** Why nothing answers at an address within two seconds; empty when something does. */
  public static Optional<String> silence(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), ANSWER_MILLIS);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(Cause.firstLine(e));
    }
  }
}
