package dev.p3.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The files that a page is made of; they lie beside this class. */
final class Resources {
  private Resources() {}

  static String text(String name) {
    try (InputStream file = Resources.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "Cannot find %s beside the report's classes", name));
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "Cannot read %s from the jar", name), e);
    }
  }
}
