package dev.p3.profile.model;

import java.util.function.ToLongFunction;
import org.apache.spark.executor.TaskMetrics;

/**
 * What Spark measures of every attempt of a task, under the name that it has in a profile and the
 * path that it has in Spark's event log.
 */
public enum Metric {
  RUN_MS("executor_run_ms", "Executor Run Time", TaskMetrics::executorRunTime),
  CPU_NS("executor_cpu_ns", "Executor CPU Time", TaskMetrics::executorCpuTime),
  DESERIALIZE_MS(
      "deserialize_ms", "Executor Deserialize Time", TaskMetrics::executorDeserializeTime),
  DESERIALIZE_CPU_NS(
      "deserialize_cpu_ns",
      "Executor Deserialize CPU Time",
      TaskMetrics::executorDeserializeCpuTime),
  RESULT_BYTES("result_bytes", "Result Size", TaskMetrics::resultSize),
  RESULT_SERIALIZE_MS(
      "result_serialize_ms", "Result Serialization Time", TaskMetrics::resultSerializationTime),
  GC_MS("gc_ms", "JVM GC Time", TaskMetrics::jvmGCTime),
  MEMORY_SPILLED_BYTES(
      "memory_spilled_bytes", "Memory Bytes Spilled", TaskMetrics::memoryBytesSpilled),
  DISK_SPILLED_BYTES("disk_spilled_bytes", "Disk Bytes Spilled", TaskMetrics::diskBytesSpilled),
  INPUT_BYTES(
      "input_bytes", "Input Metrics/Bytes Read", metrics -> metrics.inputMetrics().bytesRead()),
  INPUT_RECORDS(
      "input_records",
      "Input Metrics/Records Read",
      metrics -> metrics.inputMetrics().recordsRead()),
  OUTPUT_BYTES(
      "output_bytes",
      "Output Metrics/Bytes Written",
      metrics -> metrics.outputMetrics().bytesWritten()),
  OUTPUT_RECORDS(
      "output_records",
      "Output Metrics/Records Written",
      metrics -> metrics.outputMetrics().recordsWritten()),
  SHUFFLE_WRITE_BYTES(
      "shuffle_write_bytes",
      "Shuffle Write Metrics/Shuffle Bytes Written",
      metrics -> metrics.shuffleWriteMetrics().bytesWritten()),
  SHUFFLE_WRITE_RECORDS(
      "shuffle_write_records",
      "Shuffle Write Metrics/Shuffle Records Written",
      metrics -> metrics.shuffleWriteMetrics().recordsWritten()),
  SHUFFLE_WRITE_NS(
      "shuffle_write_ns",
      "Shuffle Write Metrics/Shuffle Write Time",
      metrics -> metrics.shuffleWriteMetrics().writeTime()),
  SHUFFLE_REMOTE_BYTES(
      "shuffle_read_remote_bytes",
      "Shuffle Read Metrics/Remote Bytes Read",
      metrics -> metrics.shuffleReadMetrics().remoteBytesRead()),
  SHUFFLE_LOCAL_BYTES(
      "shuffle_read_local_bytes",
      "Shuffle Read Metrics/Local Bytes Read",
      metrics -> metrics.shuffleReadMetrics().localBytesRead()),
  SHUFFLE_READ_RECORDS(
      "shuffle_read_records",
      "Shuffle Read Metrics/Total Records Read",
      metrics -> metrics.shuffleReadMetrics().recordsRead()),
  FETCH_WAIT_MS(
      "fetch_wait_ms",
      "Shuffle Read Metrics/Fetch Wait Time",
      metrics -> metrics.shuffleReadMetrics().fetchWaitTime());

  private final String key;
  private final String logPath;
  private final ToLongFunction<TaskMetrics> ofTask;

  Metric(String key, String logPath, ToLongFunction<TaskMetrics> ofTask) {
    this.key = key;
    this.logPath = logPath;
    this.ofTask = ofTask;
  }

  /** The name in a profile. */
  public String key() {
    return key;
  }

  /** The path below {@code Task Metrics} in Spark's event log. */
  public String logPath() {
    return logPath;
  }

  /** The value of one attempt. */
  public long of(TaskMetrics metrics) {
    return ofTask.applyAsLong(metrics);
  }
}
