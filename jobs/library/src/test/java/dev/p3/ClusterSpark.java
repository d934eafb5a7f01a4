package dev.p3;

import dev.p3.session.P3Session;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * A session whose executors are processes of their own, with p3's settings and this JVM's class
 * path. For integration tests, each of which has a JVM to itself.
 */
public final class ClusterSpark {
  private ClusterSpark() {}

  /**
   * Two executors of one core and 512 MB.
   *
   * @param more settings that win over those here
   */
  public static SparkSession open(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "spark.master", "local-cluster[2,1,512]",
                "spark.executor.memory", "512m",
                "spark.executor.extraClassPath", System.getProperty("java.class.path"),
                "spark.ui.enabled", "false",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.driver.host", "127.0.0.1",
                "spark.sql.shuffle.partitions", "4",
                "spark.p3.scope.check-mutation", "true",
                "spark.local.dir", "target/spark-local",
                "spark.sql.warehouse.dir", "target/spark-warehouse"));
    settings.putAll(more);
    return P3Session.borrowOrOpen("cluster tests", P3Session.settings(Map.of(), settings)).spark();
  }
}
