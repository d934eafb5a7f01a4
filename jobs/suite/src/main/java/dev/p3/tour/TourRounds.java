package dev.p3.tour;

import dev.p3.fault.BadUsageException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * How often each variant is timed: {@value #KEY} times, or three. When it is not set, a twin whose
 * first round takes more than half a second has no other: it is the slower one without a doubt, and
 * would take half of the tour. Nor has a pattern of which no twin is left to compare it with.
 *
 * @param most of any variant
 */
record TourRounds(int most, boolean isSet) {
  private static final String KEY = "spark.p3.tour.rounds";
  private static final double LONG_SECONDS = 0.5;

  static TourRounds of(SparkConf settings) {
    String words = settings.get(KEY, "3");
    if (!words.matches("[1-9]\\d{0,3}")) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Invalid %s: '%s' (must be a whole number, 1 to 9999)", KEY, words));
    }
    return new TourRounds(Integer.parseInt(words), settings.contains(KEY));
  }

  /**
   * The variants of the next round.
   *
   * @param variants the pattern and its twins
   * @param seconds of each in the rounds before
   */
  <V> List<V> next(List<V> variants, Map<V, List<Double>> seconds) {
    V pattern = variants.get(0);
    List<V> next =
        variants.stream()
            .filter(
                variant ->
                    isSet
                        || variant.equals(pattern)
                        || !seconds.containsKey(variant)
                        || seconds.get(variant).get(0) <= LONG_SECONDS)
            .toList();
    boolean isAlone = next.size() < Math.min(variants.size(), 2);
    return isAlone ? List.of() : next;
  }
}
