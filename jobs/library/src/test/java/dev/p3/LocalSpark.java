package dev.p3;

import org.apache.spark.sql.SparkSession;

/** One Spark session for all tests of a JVM. */
public final class LocalSpark {
  private static SparkSession session;

  private LocalSpark() {}

  /** The shared session: two cores, Kryo with registration required, time zone UTC. */
  public static synchronized SparkSession spark() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "localhost")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.warehouse.dir", "target/spark/warehouse")
              .config("spark.local.dir", "target/spark/local")
              .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
              .config("spark.kryo.registrationRequired", "true")
              .config("spark.kryo.registrator", "dev.p3.record.P3Registrator")
              .getOrCreate();
    }
    return session;
  }
}
