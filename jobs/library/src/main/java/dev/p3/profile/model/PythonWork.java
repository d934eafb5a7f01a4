package dev.p3.profile.model;

import java.util.List;
import java.util.Optional;

/**
 * What Spark tells of the Python workers of an application.
 *
 * @param workerSeconds that they took in operators of queries, start included; 0 before Spark 4.0,
 *     which does not measure it
 * @param sentBytes to them, in operators of queries
 * @param returnedBytes from them
 * @param rddTaskSeconds of the tasks of stages with Python's RDDs, of which Spark measures no more
 * @param rddCpuSeconds of these the CPU time of the JVM
 */
public record PythonWork(
    double workerSeconds,
    long sentBytes,
    long returnedBytes,
    double rddTaskSeconds,
    double rddCpuSeconds) {
  private static final double MS = 1e3;
  private static final double NS = 1e9;

  /** Empty when no Python ran. */
  public static Optional<PythonWork> of(RunProfile run) {
    List<StageProfile> stages =
        run.stages().stream()
            .filter(stage -> stage.rdds().stream().anyMatch(rdd -> rdd.name().equals("PythonRDD")))
            .toList();
    var work =
        new PythonWork(
            run.application().pythonSeconds(),
            sum(run, "data sent to Python workers"),
            sum(run, "data returned from Python workers"),
            stages.stream().mapToLong(stage -> stage.sum(Metric.RUN_MS)).sum() / MS,
            stages.stream().mapToLong(stage -> stage.sum(Metric.CPU_NS)).sum() / NS);
    boolean isNone =
        work.workerSeconds == 0
            && work.sentBytes == 0
            && work.returnedBytes == 0
            && work.rddTaskSeconds == 0;
    return isNone ? Optional.empty() : Optional.of(work);
  }

  private static long sum(RunProfile run, String metric) {
    return run.queries().stream()
        .flatMap(query -> query.plan().all())
        .mapToLong(node -> node.metric(metric))
        .sum();
  }
}
