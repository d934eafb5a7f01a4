package dev.p3.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a mistyped name was probably meant to be. */
public final class NearMatch {
  private NearMatch() {}

  /**
   * A question to append to a message, such as {@code " Did you mean 'delay'?"}; empty when no name
   * is near.
   */
  public static String question(String mistyped, Collection<String> names) {
    String wanted = mistyped.toLowerCase(Locale.ROOT);
    int farthest = Math.max(1, mistyped.length() / 3 + 1);
    return names.stream()
        .filter(name -> distance(wanted, name) <= farthest || extendsName(wanted, name))
        .min(Comparator.comparingInt(name -> distance(wanted, name)))
        .map(name -> " Did you mean '%s'?".formatted(name))
        .orElse("");
  }

  private static int distance(String wanted, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(wanted, name.toLowerCase(Locale.ROOT));
  }

  private static boolean extendsName(String wanted, String name) {
    return wanted.length() >= 3 && name.toLowerCase(Locale.ROOT).startsWith(wanted);
  }
}
