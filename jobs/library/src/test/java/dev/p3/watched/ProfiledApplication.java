package dev.p3.watched;

import dev.p3.profile.Profile;
import dev.p3.profile.ProfilePlugin;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A plain application of Spark in a JVM of its own, for tests to spoil. */
public final class ProfiledApplication {
  /** What it prints once its tasks have begun. */
  static final String WORKS = "works";

  /** What it prints when its job has ended well. */
  static final String DONE = "done";

  private ProfiledApplication() {}

  /**
   * @param words a directory for the profile, CPU seconds of work, and {@code slice} to profile a
   *     part of it in place of the whole
   */
  public static void main(String[] words) throws IOException {
    SparkSession.Builder settings =
        SparkSession.builder()
            .master("local[2]")
            .appName("profiled")
            .config("spark.plugins", ProfilePlugin.NAME)
            .config(ProfilePlugin.RECORDINGS, "true")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1");
    boolean isSlice = words.length > 2;
    if (!isSlice) {
      settings.config(ProfilePlugin.DIRECTORY, words[0]);
    }
    try (SparkSession spark = settings.getOrCreate()) {
      Profile slice = isSlice ? Profile.start(spark).writesTo(words[0]) : null;
      int seconds = Integer.parseInt(words[1]);
      var context = new JavaSparkContext(spark.sparkContext());
      context
          .parallelize(List.of(0, 1), 2)
          .foreach(
              i -> {
                System.out.println(WORKS);
                for (int k = 0; k < 10 * seconds; k++) {
                  Work.burn(50);
                }
              });
      System.out.println(DONE);
      if (slice != null) {
        System.out.println(slice.stop().profile().notes());
      }
    }
  }
}
