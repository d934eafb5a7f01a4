package dev.p3.scale;

import dev.p3.scale.ScaleFigures.JobFigures;
import dev.p3.scale.ScaleFigures.Weight;
import java.util.List;

/**
 * What a job would take on executors of {@value #CORES} cores:
 *
 * <pre>
 *   seconds = start + what does not grow + tasks × seconds of a task on the driver
 *           + rows of a task × CPU of a row × rounds of tasks / efficiency
 *           + (read + written + shuffled) / (bandwidth × executors that work)
 * </pre>
 *
 * <p>Everything that is not stated here is as it was in the measured run.
 */
final class ScaleModel {
  /** Of each executor. */
  static final int CORES = 4;

  /** Bytes that an executor moves in a second: most of a network of 10 Gbit/s. */
  static final double BANDWIDTH = 1e9;

  /** Spark's {@code spark.sql.files.maxPartitionBytes}. */
  static final long SPLIT = 128L << 20;

  private static final long LEAST_SPLIT = 4L << 20;

  private final ScaleFigures figures;
  private final JobFigures job;

  /**
   * @param figures of the machine
   * @param job one of them
   */
  ScaleModel(ScaleFigures figures, JobFigures job) {
    this.figures = figures;
    this.job = job;
  }

  /**
   * A prediction.
   *
   * @param tasks that read the input
   * @param driverBytes of the heap
   * @param bytesOfATask that it reads
   */
  record Prediction(
      int executors,
      long rows,
      long tasks,
      double seconds,
      double shuffledBytes,
      double driverBytes,
      double bytesOfATask) {}

  /** Of so many executors and rows. */
  Prediction at(int executors, long rows) {
    double read = (double) rows * job.readBytes() / job.many().rows();
    double written = (double) rows * job.writtenBytes() / job.many().rows();
    long cores = (long) executors * CORES;
    double split = Math.min(SPLIT, Math.max(LEAST_SPLIT, read / cores));
    long tasks = Math.max(1, (long) Math.ceil(read / split));
    double shuffled = shuffledOnce() + tasks * shuffledByTask();
    double rounds = Math.ceil(tasks / (double) cores);
    double seconds =
        figures.startSeconds()
            + constantSeconds()
            + tasks * passes() * figures.taskSeconds()
            + rows / (double) tasks * rounds * cpuSecondsOfRow() / efficiency()
            + (read + written + shuffled) / (BANDWIDTH * Math.min(executors, tasks));
    double driver = manyRows().liveBytes() + tasks * passes() * figures.taskBytes();
    return new Prediction(executors, rows, tasks, seconds, shuffled, driver, read / tasks);
  }

  /** What a row more costs on one core. */
  double cpuSecondsOfRow() {
    return Math.max(0, slope(median(job.few().cpuSeconds()), median(job.many().cpuSeconds())));
  }

  /** Seconds of a run in a warm session, less those that grow with the rows. */
  double constantSeconds() {
    double few = median(job.few().oneCore());
    return Math.max(0, few - job.few().rows() * slope(few, median(job.many().oneCore())));
  }

  /** The part of two cores that was of use; no more than all of them. */
  double efficiency() {
    return Math.min(1, median(job.speedUps()) / 2);
  }

  /** How often tasks read the input, or what was kept of it. */
  double passes() {
    return perSplit(manySplits().tasks(), manyRows().tasks());
  }

  /** What each task of the input adds to the shuffle. */
  double shuffledByTask() {
    return perSplit(manySplits().shuffledBytes(), manyRows().shuffledBytes());
  }

  private double shuffledOnce() {
    return Math.max(0, manyRows().shuffledBytes() - manyRows().splits() * shuffledByTask());
  }

  private double perSplit(long many, long few) {
    return Math.max(0, (many - few) / (double) (manySplits().splits() - manyRows().splits()));
  }

  private double slope(double few, double many) {
    return (many - few) / (job.many().rows() - job.few().rows());
  }

  private Weight manyRows() {
    return job.weights().get(1);
  }

  private Weight manySplits() {
    return job.weights().get(2);
  }

  /** The one in the middle; of an even number the greater of the two. */
  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
