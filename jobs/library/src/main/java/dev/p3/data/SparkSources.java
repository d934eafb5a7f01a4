package dev.p3.data;

import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.spark.package$;
import org.apache.spark.sql.sources.DataSourceRegister;
import scala.util.Properties;

/** The data sources that Spark finds on the class path. */
final class SparkSources {
  /** Well-known ones that Spark does not ship, and the package that brings each. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "kafka",
          "org.apache.spark:spark-sql-kafka-0-10_SCALA:SPARK",
          "avro",
          "org.apache.spark:spark-avro_SCALA:SPARK",
          "delta",
          "io.delta:delta-spark_SCALA:VERSION",
          "iceberg",
          "org.apache.iceberg:iceberg-spark-runtime-LINE_SCALA:VERSION");

  private SparkSources() {}

  /** Whether a name is that of a source that is installed. */
  static boolean contain(String name) {
    Iterator<DataSourceRegister> sources =
        ServiceLoader.load(DataSourceRegister.class, Thread.currentThread().getContextClassLoader())
            .iterator();
    while (true) {
      try {
        if (!sources.hasNext()) {
          return false;
        }
        if (sources.next().shortName().equals(name)) {
          return true;
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        // One that lacks a part of itself cannot be used; the others can.
      }
    }
  }

  /** What to add for a source that is not installed; null when it is not known. */
  static String missingPackage(String name) {
    String needed = PACKAGES.get(name);
    if (needed == null) {
      return null;
    }
    String spark = package$.MODULE$.SPARK_VERSION();
    String scala = Properties.versionNumberString();
    return needed
        .replace("SPARK", spark)
        .replace("LINE", release(spark))
        .replace("SCALA", release(scala));
  }

  /** The first two numbers of a version. */
  private static String release(String version) {
    return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
  }
}
