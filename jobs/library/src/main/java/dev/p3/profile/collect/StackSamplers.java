package dev.p3.profile.collect;

import java.util.ServiceLoader;
import org.apache.spark.SparkConf;

/** The one place that knows which samplers there are. */
final class StackSamplers {
  private static final String KEY = "spark.p3.profile.sampler";
  private static final String JFR = "jfr";

  private StackSamplers() {}

  /** The sampler that the settings name; the JDK Flight Recorder by default. */
  static StackSampler of(SparkConf settings, RunningTasks tasks, CallTree tree) {
    String name = settings.get(KEY, JFR);
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return new NoSampler("this JVM has no JDK Flight Recorder, so there are no stacks");
    }
    boolean keeps = settings.getBoolean(ExecutorSide.RECORDS, false);
    if (name.equals(JFR)) {
      return new Sampler(tasks, tree, keeps, "");
    }
    for (StackSource source :
        ServiceLoader.load(StackSource.class, StackSource.class.getClassLoader())) {
      if (source.name().equals(name)) {
        return new SourcedSampler(source, tasks, new Sampler(tasks, tree, keeps, ""), tree);
      }
    }
    return new Sampler(
        tasks,
        tree,
        keeps,
        KEY + "=" + name + " is not on the class path: the JDK Flight Recorder samples");
  }
}
