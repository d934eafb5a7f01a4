package dev.p3.scope;

import java.util.Locale;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * What a session says about the scopes that it opens.
 *
 * @param inlineBytes components that serialize to at most so many bytes travel together
 * @param maxBytes what all components of a scope may serialize to
 * @param checkMutation whether functions are watched for changing what they are given
 */
record ScopeSettings(long inlineBytes, long maxBytes, boolean checkMutation) {
  static final String INLINE_BYTES = "spark.p3.scope.inline-bytes";
  static final String MAX_BYTES = "spark.p3.scope.max-bytes";
  static final String CHECK_MUTATION = "spark.p3.scope.check-mutation";

  /**
   * @throws IllegalArgumentException naming the setting that cannot be read
   */
  static ScopeSettings of(SparkSession spark) {
    return new ScopeSettings(
        bytes(spark.conf(), INLINE_BYTES, "64k"),
        bytes(spark.conf(), MAX_BYTES, "8g"),
        flag(spark.conf(), CHECK_MUTATION));
  }

  private static long bytes(RuntimeConfig settings, String key, String byDefault) {
    String value = settings.get(key, byDefault);
    try {
      return JavaUtils.byteStringAsBytes(value);
    } catch (NumberFormatException notBytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot open a scope: %s is '%s' (must be a size such as %s)",
              key,
              value,
              byDefault),
          notBytes);
    }
  }

  private static boolean flag(RuntimeConfig settings, String key) {
    String value = settings.get(key, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Cannot open a scope: %s is '%s' (must be true or false)", key, value));
    }
    return Boolean.parseBoolean(value);
  }
}
