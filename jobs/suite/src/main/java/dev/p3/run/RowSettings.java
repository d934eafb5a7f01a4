package dev.p3.run;

import dev.p3.data.Secrets;
import dev.p3.session.P3Session;
import dev.p3.table.ScalaCollections;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** The settings that can change rows: of SQL, of what reads files, and the jars of the user. */
final class RowSettings {
  private static final String JARS = "spark.jars";

  private RowSettings() {}

  /**
   * Finds them, without secrets.
   *
   * @param settings of a new session; one that is borrowed keeps its own
   * @param explicit what the user has said
   */
  static Map<String, String> of(SparkConf settings, Map<String, String> explicit) {
    var all = new TreeMap<String, String>();
    for (Tuple2<String, String> setting : settings.getAll()) {
      all.put(setting._1(), setting._2());
    }
    P3Session.running()
        .ifPresent(session -> all.putAll(ScalaCollections.asJava(session.conf().getAll())));
    all.putAll(explicit);
    var rows = new TreeMap<String, String>();
    all.forEach(
        (name, value) -> {
          if (name.equals(JARS)) {
            rows.put(name, jars(value));
          } else if (changesRows(name) && !maySpill(name)) {
            rows.put(name, value);
          }
        });
    return rows;
  }

  private static boolean changesRows(String name) {
    return name.startsWith("spark.sql.")
        || name.startsWith("spark.files.ignore")
        // How a store is reached changes nothing of what is in it.
        || (name.startsWith("spark.hadoop.") && !name.startsWith("spark.hadoop.fs."));
  }

  /** Whether a setting is a secret, or a URL, which may hold a password. */
  private static boolean maySpill(String name) {
    return Secrets.isNamed(name) || name.toLowerCase(Locale.ROOT).contains("url");
  }

  /** Names of jars, with a digest of those of this machine: another one may have the same name. */
  private static String jars(String value) {
    return Arrays.stream(value.split(","))
        .map(String::strip)
        .filter(jar -> !jar.isEmpty())
        .map(RowSettings::jar)
        .collect(Collectors.joining(","));
  }

  private static String jar(String text) {
    try {
      Path file = text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
      var digest = new CRC32();
      digest.update(Files.readAllBytes(file));
      return String.format(Locale.ROOT, "%s (%08x)", file.getFileName(), digest.getValue());
    } catch (IOException | IllegalArgumentException e) {
      return Secrets.masked(text); // of another machine
    }
  }
}
