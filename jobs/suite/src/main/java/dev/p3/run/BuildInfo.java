package dev.p3.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this p3 is and what it was built for. */
public final class BuildInfo {
  private static final Properties PROPERTIES = read();

  private BuildInfo() {}

  public static String version() {
    return PROPERTIES.getProperty("version");
  }

  /** The Spark line, for example {@code 4.0}. */
  public static String sparkLine() {
    return PROPERTIES.getProperty("spark.line");
  }

  public static String scalaVersion() {
    return PROPERTIES.getProperty("scala.binary.version");
  }

  private static Properties read() {
    try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
      var properties = new Properties();
      properties.load(file);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read build.properties from the jar", e);
    }
  }
}
