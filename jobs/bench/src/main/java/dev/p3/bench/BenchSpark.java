package dev.p3.bench;

import dev.p3.session.P3Session;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** A session with p3's settings. */
public final class BenchSpark {
  private BenchSpark() {}

  /** Opens it, on this many cores of this JVM. */
  public static SparkSession open(int cores) {
    return P3Session.borrowOrOpen(
            "bench",
            P3Session.settings(
                Map.of(),
                Map.of(
                    "spark.master", String.format(Locale.ROOT, "local[%d]", cores),
                    "spark.ui.enabled", "false",
                    "spark.driver.bindAddress", "127.0.0.1",
                    "spark.driver.host", "127.0.0.1",
                    "spark.log.level", "ERROR")))
        .spark();
  }
}
