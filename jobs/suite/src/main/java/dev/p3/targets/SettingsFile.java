package dev.p3.targets;

import dev.p3.data.Secrets;
import dev.p3.fault.Faults;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * A file that {@code spark-submit --properties-file} takes, too: a key and a value in each line. It
 * is held to more than Spark asks, because Spark passes over what it does not know.
 */
final class SettingsFile {
  private SettingsFile() {}

  /**
   * The settings of a file.
   *
   * @param origin names the file in faults
   * @param keyFault what is wrong with a key
   * @param faults gets every line that is not KEY VALUE with a key that is right
   */
  static Layer read(
      String origin, String text, Function<String, Optional<String>> keyFault, Faults faults) {
    var settings = new LinkedHashMap<String, String>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
        continue;
      }
      String where = origin + ", line " + (i + 1);
      if (line.endsWith("\\")) {
        faults.add("Cannot use %s: it ends in a backslash (a setting must be in one line)", where);
        continue;
      }
      Properties one = properties(line, where, faults);
      for (String key : one.stringPropertyNames()) {
        String value = one.getProperty(key).strip();
        if (isSetting(key, value, where, settings, faults)) {
          keyFault.apply(key).ifPresent(fault -> faults.add("Cannot use %s: %s", where, fault));
          settings.put(key, value);
        }
      }
    }
    return new Layer(origin, settings);
  }

  private static boolean isSetting(
      String key, String value, String where, Map<String, String> settings, Faults faults) {
    if (!key.startsWith("spark.")) {
      faults.add(
          "Cannot use %s: '%s' (must be KEY VALUE with a key that begins with spark.)", where, key);
    } else if (value.isEmpty()) {
      faults.add("Cannot use %s: '%s' has no value (must be KEY VALUE)", where, key);
    } else if (settings.containsKey(key)) {
      faults.add(
          "Cannot use %s: '%s' is there already, as %s",
          where, key, Secrets.shown(key, settings.get(key)));
    } else {
      return true;
    }
    return false;
  }

  private static Properties properties(String line, String where, Faults faults) {
    var one = new Properties();
    try {
      one.load(new StringReader(line));
    } catch (IllegalArgumentException e) {
      faults.add("Cannot use %s: %s", where, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a text there is none
    }
    return one;
  }
}
