package dev.p3.patterns;

import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * The program of somebody who knows nothing of p3's settings. Writes the class of its serializer,
 * and a line for each variant of each job.
 */
final class PlainSession {
  private PlainSession() {}

  public static void main(String[] file) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            // What follows keeps the test on this machine, off its ports, and quick.
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.local.dir", "target/spark-local")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .getOrCreate();
    try (var lines = new PrintStream(Path.of(file[0]).toFile())) {
      lines.println(SparkEnv.get().serializer().getClass().getName());
      EveryVariant.run(spark).forEach(lines::println);
    } finally {
      spark.stop();
    }
  }
}
