package dev.p3.profile;

import dev.p3.profile.collect.Collector;
import dev.p3.profile.collect.DriverSide;
import dev.p3.profile.collect.ExecutorSide;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * The profiler as a plugin of Spark: {@code --conf spark.plugins=dev.p3.profile.ProfilePlugin}.
 *
 * <p>With {@code spark.p3.profile.dir=URI} the whole application is profiled, and what {@link
 * Profiled#writeTo} writes is there when it ends. Without, it waits for {@link Profile#start}.
 */
public final class ProfilePlugin implements SparkPlugin {
  /** The class's name, as in {@code spark.plugins}. */
  public static final String NAME = "dev.p3.profile.ProfilePlugin";

  /** Where the profile of the whole application goes. */
  public static final String DIRECTORY = "spark.p3.profile.dir";

  /** Whether executors sample from their start, so that {@link Profile#start} need not wait. */
  public static final String SAMPLES = "spark.p3.profile.samples";

  /** What samples: {@code jfr} (the default), or {@code async} where p3's suite is there. */
  public static final String SAMPLER = "spark.p3.profile.sampler";

  /**
   * Whether executors keep what the JDK Flight Recorder recorded, 64 MB each at most, and write it
   * as {@code executor-ID.jfr} beside the profile, for other tools. A profile that ends with its
   * application comes too late for executors in other processes, and says so.
   */
  public static final String RECORDINGS = ExecutorSide.RECORDS;

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverSide(ProfilePlugin::begins);
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorSide();
  }

  private static boolean begins(SparkContext context) {
    String directory = context.getConf().get(DIRECTORY, "");
    if (!directory.isEmpty()) {
      Profile.ofApplication(context).writesTo(directory);
      return true;
    }
    boolean samples = context.getConf().getBoolean(SAMPLES, false);
    if (samples) {
      Collector.of(context).keepSampling();
    }
    return samples;
  }
}
