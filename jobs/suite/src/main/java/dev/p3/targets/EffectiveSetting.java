package dev.p3.targets;

import dev.p3.data.Secrets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * A setting that counts.
 *
 * @param key its name
 * @param value its value, *** for a secret
 * @param origin where it comes from
 */
public record EffectiveSetting(String key, String value, String origin) {
  /**
   * All settings of a session, by name.
   *
   * @param spark what counts
   * @param layers where a value may come from, the strongest first
   */
  public static List<EffectiveSetting> all(SparkConf spark, List<Layer> layers) {
    var all = new ArrayList<EffectiveSetting>();
    for (Tuple2<String, String> setting : sorted(spark)) {
      String key = setting._1();
      String value = setting._2();
      String origin =
          layers.stream()
              .filter(layer -> value.equals(layer.settings().get(key)))
              .map(Layer::origin)
              .findFirst()
              .orElse("spark-submit, or spark-defaults.conf");
      all.add(new EffectiveSetting(key, Secrets.shown(key, value), origin));
    }
    return all;
  }

  /** As text, a line each. */
  public static String text(List<EffectiveSetting> settings) {
    int width = settings.stream().mapToInt(each -> each.key().length()).max().orElse(1);
    String format = "%-" + width + "s  %s  (%s)";
    return String.join(
        System.lineSeparator(),
        settings.stream()
            .map(
                each -> String.format(Locale.ROOT, format, each.key(), each.value(), each.origin()))
            .toList());
  }

  private static List<Tuple2<String, String>> sorted(SparkConf spark) {
    return Arrays.stream(spark.getAll()).sorted(Comparator.comparing(Tuple2::_1)).toList();
  }

  /** The layer of what p3 sets by itself. */
  public static Layer defaults(Map<String, String> settings) {
    return new Layer("default of p3", settings);
  }
}
