package dev.p3.scope;

import java.util.Locale;

/** Bytes as people read them. */
public final class ByteSize {
  private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};

  private static final int STEP = 1024;

  private ByteSize() {}

  /** For example {@code 41.3 MB}; a KB is 1024 bytes, as in settings. The same in every locale. */
  public static String text(long bytes) {
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
