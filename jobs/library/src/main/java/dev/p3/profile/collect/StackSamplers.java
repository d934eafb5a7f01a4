package dev.p3.profile.collect;

import org.apache.spark.SparkConf;

/** The one place that knows which samplers there are. */
final class StackSamplers {
  private StackSamplers() {}

  static StackSampler of(SparkConf settings, RunningTasks tasks, CallTree tree) {
    return new Sampler(tasks, tree);
  }
}
