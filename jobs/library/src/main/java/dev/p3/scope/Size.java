package dev.p3.scope;

import java.util.Locale;

/**
 * A number of bytes.
 *
 * @param bytes how many were counted
 * @param isAtLeast whether counting was stopped, so that there are more
 */
public record Size(long bytes, boolean isAtLeast) {
  private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};
  private static final int STEP = 1024;

  /** The size of many. */
  public Size times(long count) {
    return new Size(bytes * count, isAtLeast);
  }

  /** {@code 512 B}, {@code 41.3 MB}, {@code more than 2 GB}; a KB is 1024 bytes. */
  @Override
  public String toString() {
    return (isAtLeast ? "more than " : "") + words(bytes);
  }

  static String words(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double scaled = bytes / (double) STEP;
    int unit = 0;
    while (scaled >= STEP && unit < UNITS.length - 1) {
      scaled /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]).replace(".0 ", " ");
  }
}
