package dev.p3.targets;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The targets that have a name: p3's own, and those of the user's files {@code NAME.conf} in {@code
 * P3_CONF_DIR} (default {@code ~/.config/p3}), which also add to p3's own.
 */
public final class Targets {
  /** Where a job runs by default. */
  public static final String DEFAULT = "local";

  /** The targets of p3. */
  public static final List<String> OWN =
      List.of(DEFAULT, "standalone", "yarn", "k8s", "emr", "emr-serverless", "databricks");

  /** Names the target when the command line does not. */
  public static final String TARGET_VARIABLE = "P3_TARGET";

  /** Holds settings of Spark, KEY=VALUE each, separated by semicolons or line ends. */
  public static final String SETTINGS_VARIABLE = "P3_CONF";

  private static final String DIRECTORY_VARIABLE = "P3_CONF_DIR";
  private static final String SUFFIX = ".conf";

  private final Path userDirectory;
  private final Map<String, String> environment;

  /**
   * @param userDirectory where the user's files are; need not exist
   * @param environment variables of the process
   */
  public Targets(Path userDirectory, Map<String, String> environment) {
    this.userDirectory = userDirectory;
    this.environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Targets ofProcess() {
    Map<String, String> environment = System.getenv();
    String home = System.getProperty("user.home", ".");
    String usual = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config") + "/p3";
    String named = environment.getOrDefault(DIRECTORY_VARIABLE, usual);
    // The launcher knows the home of a user whom the system gives none.
    return new Targets(Path.of(System.getProperty("p3.conf.dir", named)), environment);
  }

  /** The names of all targets, p3's own first. */
  public List<String> names() {
    var others = new TreeSet<String>();
    try (Stream<Path> files = Files.list(userDirectory)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX) && name.length() > SUFFIX.length())
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .forEach(others::add);
    } catch (IOException e) {
      // Most users have no such directory; one that is named and is not there is a fault below.
    }
    others.removeAll(OWN);
    return Stream.concat(OWN.stream(), others.stream()).toList();
  }

  /** The name that the environment gives. */
  public Optional<String> named() {
    return Optional.ofNullable(environment.get(TARGET_VARIABLE)).filter(name -> !name.isBlank());
  }

  /**
   * What the environment says, with the user's file and p3's file of a target: the first that has a
   * key counts.
   *
   * @param name one of {@link #names}
   * @throws BadUsageException naming every line that cannot be used
   */
  public List<Layer> layers(String name) {
    var faults = new Faults();
    var layers = new ArrayList<>(environment(faults));
    requireDirectory(faults);
    Path own = userDirectory.resolve(name + SUFFIX);
    if (Files.exists(own)) {
      try {
        layers.add(
            SettingsFile.read(own.toString(), Files.readString(own), KnownSettings::fault, faults));
      } catch (IOException e) {
        faults.add("Cannot read the settings of target '%s': %s", name, Cause.firstLine(e));
      }
    }
    shipped(name, faults).ifPresent(layers::add);
    faults.throwIfAny();
    return layers;
  }

  /**
   * What the environment says, whatever the target.
   *
   * @throws BadUsageException naming every setting that cannot be used
   */
  public List<Layer> environment() {
    var faults = new Faults();
    List<Layer> layers = environment(faults);
    faults.throwIfAny();
    return layers;
  }

  private List<Layer> environment(Faults faults) {
    var settings = new LinkedHashMap<String, String>();
    for (String word : environment.getOrDefault(SETTINGS_VARIABLE, "").split("[;\n]", -1)) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word.strip() : word.substring(0, equals).strip();
      if (key.isEmpty() && equals < 0) {
        continue;
      }
      if (equals < 0 || !key.startsWith("spark.")) {
        faults.add(
            "Cannot use %s: '%s' (must be KEY=VALUE with a key that begins with spark., several separated by ;)",
            SETTINGS_VARIABLE, key);
        continue;
      }
      KnownSettings.fault(key)
          .ifPresent(fault -> faults.add("Cannot use %s: %s", SETTINGS_VARIABLE, fault));
      settings.put(key, word.substring(equals + 1).strip());
    }
    return settings.isEmpty()
        ? List.of()
        : List.of(new Layer("environment, " + SETTINGS_VARIABLE, settings));
  }

  private void requireDirectory(Faults faults) {
    String named = environment.get(DIRECTORY_VARIABLE);
    if (named != null && !Files.isDirectory(Path.of(named))) {
      faults.add("Cannot use %s=%s: there is no such directory", DIRECTORY_VARIABLE, named);
    }
  }

  /** P3's file travels in its jar. */
  private static Optional<Layer> shipped(String name, Faults faults) {
    String file = "conf/" + name + SUFFIX;
    if (!OWN.contains(name)) {
      return Optional.empty();
    }
    try (InputStream text = Targets.class.getResourceAsStream(file)) {
      if (text == null) {
        faults.add("Cannot run on target '%s': this p3 has no settings for it", name);
        return Optional.empty();
      }
      return Optional.of(
          SettingsFile.read(
              file,
              new String(text.readAllBytes(), StandardCharsets.UTF_8),
              key -> Optional.empty(), // a test has asked Spark, which takes a third of a second
              faults));
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read %s: %s", file, Cause.firstLine(e)));
    }
  }
}
