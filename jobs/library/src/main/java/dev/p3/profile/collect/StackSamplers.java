package dev.p3.profile.collect;

import java.util.ServiceLoader;
import org.apache.spark.SparkConf;

/** The one place that knows which samplers there are. */
final class StackSamplers {
  private static final String KEY = "spark.p3.profile.sampler";

  private StackSamplers() {}

  /** The sampler that the settings name; the JDK Flight Recorder by default. */
  static StackSampler of(SparkConf settings, RunningTasks tasks, CallTree tree) {
    String name = settings.get(KEY, "jfr");
    if (!name.equals("jfr")) {
      for (StackSource source :
          ServiceLoader.load(StackSource.class, StackSource.class.getClassLoader())) {
        if (source.name().equals(name)) {
          return new SourcedSampler(source, tasks, tree);
        }
      }
    }
    return new Sampler(tasks, tree);
  }
}
