package dev.p3.data;

import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.sources.DataSourceRegister;

/** The data sources that Spark finds on the class path. */
final class InstalledSources {
  /** Well-known ones that Spark does not ship, and the package that brings each. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "kafka", "org.apache.spark:spark-sql-kafka-0-10_SCALA:SPARK",
          "avro", "org.apache.spark:spark-avro_SCALA:SPARK",
          "delta", "io.delta:delta-spark_SCALA:VERSION",
          "iceberg", "org.apache.iceberg:iceberg-spark-runtime-SPARK_SCALA:VERSION");

  private InstalledSources() {}

  /** Whether a name is that of a source that is installed. */
  static boolean contain(String name) {
    return names().contains(name);
  }

  /** What to add for a source that is not installed; null when nobody knows it. */
  static String missingPackage(String name) {
    return PACKAGES.get(name);
  }

  private static Set<String> names() {
    var names = new TreeSet<String>();
    Iterator<DataSourceRegister> sources =
        ServiceLoader.load(DataSourceRegister.class, Thread.currentThread().getContextClassLoader())
            .iterator();
    while (true) {
      try {
        if (!sources.hasNext()) {
          return names;
        }
        names.add(sources.next().shortName());
      } catch (ServiceConfigurationError | LinkageError e) {
        // One that lacks a part of itself cannot be used; the others can.
      }
    }
  }
}
