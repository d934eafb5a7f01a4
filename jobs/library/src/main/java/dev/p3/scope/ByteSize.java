package dev.p3.scope;

import java.util.Locale;

/** Bytes as people read them. */
final class ByteSize {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private ByteSize() {}

  /** {@code 41.3 MB}; units are powers of 1000. */
  static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double scaled = bytes / 1000.0;
    int unit = 0;
    while (scaled >= 999.95 && unit < UNITS.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
  }
}
