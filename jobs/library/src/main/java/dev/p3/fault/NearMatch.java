package dev.p3.fault;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a mistyped name was probably meant to be. */
public final class NearMatch {
  private static final double LEAST_SIMILARITY = 0.8;
  private static final int SHORTEST_ABBREVIATION = 3;

  private NearMatch() {}

  /**
   * A question to append to a message, for example {@code " Did you mean 'delay'?"}; empty when no
   * name is near.
   */
  public static String question(String mistyped, Collection<String> names) {
    return names.stream()
        .filter(name -> isNear(mistyped, name))
        .max(Comparator.comparingDouble(name -> similarity(mistyped, name)))
        .map(name -> String.format(Locale.ROOT, " Did you mean '%s'?", name))
        .orElse("");
  }

  /** A few letters off, or alike from the beginning on, as an abbreviation is. */
  private static boolean isNear(String mistyped, String name) {
    int distance = LevenshteinDistance.getDefaultInstance().apply(mistyped, name);
    boolean fewLettersOff = distance <= mistyped.length() / 3 + 1 && distance < mistyped.length();
    return fewLettersOff
        || (mistyped.length() >= SHORTEST_ABBREVIATION
            && similarity(mistyped, name) >= LEAST_SIMILARITY);
  }

  private static double similarity(String mistyped, String name) {
    return new JaroWinklerSimilarity()
        .apply(mistyped.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }
}
