package dev.p3.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Finds what a mistyped name was probably meant to be. */
public final class NearMatch {
  private static final double LEAST_SIMILARITY = 0.8;

  private NearMatch() {}

  /**
   * A question to append to a message, such as {@code " Did you mean 'delay'?"}; empty when no name
   * is near.
   */
  public static String question(String mistyped, Collection<String> names) {
    return names.stream()
        .filter(name -> similarity(mistyped, name) >= LEAST_SIMILARITY)
        .max(Comparator.comparingDouble(name -> similarity(mistyped, name)))
        .map(name -> " Did you mean '%s'?".formatted(name))
        .orElse("");
  }

  private static double similarity(String mistyped, String name) {
    return new JaroWinklerSimilarity()
        .apply(mistyped.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }
}
