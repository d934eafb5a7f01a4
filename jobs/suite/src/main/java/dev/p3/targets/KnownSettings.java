package dev.p3.targets;

import dev.p3.fault.NearMatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.internal.config.ConfigEntry$;

/**
 * The keys that Spark knows: those that it declares, and those in {@code settings.txt} that it only
 * reads. Spark itself takes any key, so a misspelt one does nothing and nobody hears of it.
 *
 * <p>Thread-safe. The first use initializes Spark's declarations, some 0.3 s.
 */
public final class KnownSettings {
  /** Whose initialization declares the keys; one that a line of Spark has not is passed over. */
  private static final List<String> DECLARING =
      List.of(
          "org.apache.spark.internal.config.package$",
          "org.apache.spark.internal.config.Deploy$",
          "org.apache.spark.internal.config.History$",
          "org.apache.spark.internal.config.Kryo$",
          "org.apache.spark.internal.config.Network$",
          "org.apache.spark.internal.config.Python$",
          "org.apache.spark.internal.config.R$",
          "org.apache.spark.internal.config.Status$",
          "org.apache.spark.internal.config.Streaming$",
          "org.apache.spark.internal.config.UI$",
          "org.apache.spark.internal.config.Worker$",
          "org.apache.spark.sql.internal.SQLConf$",
          "org.apache.spark.sql.internal.StaticSQLConf$");

  /** So many letters off, a key of somebody else's is taken for one of Spark's. */
  private static final int TYPING_ERRORS = 2;

  private static final int SHORTEST_MISTYPED = 4;

  private KnownSettings() {}

  /**
   * What is wrong with a key; empty when Spark knows it, or when it is in an area of keys that is
   * not Spark's, for example {@code spark.rapids}.
   */
  public static Optional<String> fault(String key) {
    Set<String> known = Keys.ALL;
    if (known.contains(key) || known.stream().anyMatch(each -> isBelow(key, each))) {
      return Optional.empty();
    }
    String area = area(key);
    boolean isSparks = Keys.AREAS.contains(area);
    Set<String> areas = isSparks ? Set.of(area) : areasNear(area);
    // Extensions of SQL have keys there, too.
    boolean isOpen = areas.isEmpty() || area.equals("sql");
    List<String> near =
        known.stream()
            .filter(each -> areas.contains(area(each)))
            .filter(each -> !isOpen || distance(key, each) <= TYPING_ERRORS)
            .toList();
    if (isOpen && near.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "unknown setting '%s': Spark would pass over it.%s",
            key,
            NearMatch.question(key, near)));
  }

  private static boolean isBelow(String key, String prefix) {
    return prefix.endsWith(".") && key.startsWith(prefix) && key.length() > prefix.length();
  }

  private static Set<String> areasNear(String area) {
    return area.length() < SHORTEST_MISTYPED
        ? Set.of()
        : Keys.AREAS.stream()
            .filter(each -> distance(area, each) <= TYPING_ERRORS)
            .collect(Collectors.toSet());
  }

  private static int distance(String left, String right) {
    return LevenshteinDistance.getDefaultInstance().apply(left, right);
  }

  /** What comes after {@code spark.}, up to the next dot. */
  private static String area(String key) {
    String[] parts = key.split("\\.", 3);
    return parts.length > 1 ? parts[1] : "";
  }

  /** Initialized when a key is asked about. */
  private static final class Keys {
    static final Set<String> ALL = read();
    static final Set<String> AREAS =
        ALL.stream().map(KnownSettings::area).collect(Collectors.toSet());

    private static Set<String> read() {
      for (String declaring : DECLARING) {
        try {
          Class.forName(declaring);
        } catch (ClassNotFoundException e) {
          // not in this line of Spark
        }
      }
      var keys = new TreeSet<String>(ConfigEntry$.MODULE$.knownConfigs().keySet());
      try (InputStream file = KnownSettings.class.getResourceAsStream("settings.txt")) {
        new String(file.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(keys::add);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the keys of settings", e);
      }
      keys.removeIf(key -> !key.startsWith("spark."));
      return keys;
    }
  }
}
