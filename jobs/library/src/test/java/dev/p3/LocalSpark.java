package dev.p3;

import dev.p3.session.P3Session;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** One session for all tests of a JVM, with p3's own settings. */
public final class LocalSpark {
  private static final SparkSession SPARK =
      P3Session.borrowOrOpen(
              "tests",
              P3Session.settings(
                  Map.of(),
                  Map.of(
                      "spark.master", "local[2]",
                      "spark.ui.enabled", "false",
                      "spark.driver.bindAddress", "127.0.0.1",
                      "spark.driver.host", "127.0.0.1",
                      "spark.sql.shuffle.partitions", "4",
                      "spark.p3.scope.check-mutation", "true",
                      // Idle until a test begins a profile.
                      "spark.plugins", "dev.p3.profile.ProfilePlugin",
                      "spark.local.dir", "target/spark-local",
                      "spark.sql.warehouse.dir", "target/spark-warehouse")))
          .spark();

  private LocalSpark() {}

  /** The session, opened when first asked for and stopped when the JVM ends. */
  public static SparkSession spark() {
    return SPARK;
  }
}
