package dev.p3.run;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.util.VersionInfo;

/** Whether this p3 is built for the Spark that it runs on, and that Spark for this JVM. */
public final class SparkLine {
  private SparkLine() {}

  /** The version of the Spark that is there. */
  public static String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /** The version of the Scala that is there. */
  public static String scalaVersion() {
    return scala.util.Properties$.MODULE$.versionNumberString();
  }

  /** A sentence when it is built for another; empty when it fits. */
  public static Optional<String> refusal() {
    return refusal(sparkVersion(), scalaVersion());
  }

  /** As {@link #refusal()}, of these versions; a vendor's suffix means nothing. */
  static Optional<String> refusal(String spark, String scala) {
    boolean fits = isOf(spark, BuildInfo.sparkLine()) && isOf(scala, BuildInfo.scalaVersion());
    return fits
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "Cannot run: this jar of p3 is built for Spark %s with Scala %s, and here is Spark %s with Scala %s; use the jar p3-%s-spark%s_%s.jar",
                BuildInfo.sparkLine(),
                BuildInfo.scalaVersion(),
                spark,
                scala,
                BuildInfo.version(),
                line(spark),
                line(scala)));
  }

  /**
   * A sentence when a failure is that of a JVM which is too new: Hadoop before 3.5 asks who the
   * user is in a way that Java 24 took away. Empty for any other.
   */
  public static Optional<String> tooNewJava(Throwable failure) {
    return failure instanceof UnsupportedOperationException
            && String.valueOf(failure.getMessage()).startsWith("getSubject is not supported")
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Spark %s does not run on Java %d: its Hadoop %s asks who the user is in a way that Java 24 took away; set JAVA_HOME to a JDK 17 or 21",
                sparkVersion(),
                Runtime.version().feature(),
                VersionInfo.getVersion()))
        : Optional.empty();
  }

  private static boolean isOf(String version, String line) {
    return version.equals(line) || version.startsWith(line + ".") || version.startsWith(line + "-");
  }

  private static String line(String version) {
    String[] parts = version.split("[.-]", 3);
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }
}
