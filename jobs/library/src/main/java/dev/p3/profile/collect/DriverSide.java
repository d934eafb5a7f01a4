package dev.p3.profile.collect;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The profiler in the driver. */
public final class DriverSide implements DriverPlugin {
  private final Begins begins;
  private Collector collector;

  /** What to do when the context begins. */
  @FunctionalInterface
  public interface Begins {
    /** Whether executors are to sample from their start. */
    boolean begins(SparkContext context);
  }

  public DriverSide(Begins begins) {
    this.begins = begins;
  }

  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    try {
      collector = Collector.of(context);
      return Map.of("samples", begins.begins(context) ? ExecutorSide.ON : ExecutorSide.OFF);
    } catch (RuntimeException | LinkageError e) { // without a profile, but with its job
      return Map.of();
    }
  }

  @Override
  public Object receive(Object message) {
    return collector == null ? "" : collector.receive(message);
  }

  @Override
  public void shutdown() {
    if (collector != null) {
      collector.contextEnds();
    }
  }
}
