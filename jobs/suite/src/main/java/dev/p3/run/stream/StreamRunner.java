package dev.p3.run.stream;

import dev.p3.data.Output;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.StreamSource;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.StreamingOptions;
import dev.p3.run.JobRunner;
import dev.p3.run.PlannedInput;
import dev.p3.run.PlannedOutputs;
import dev.p3.run.RunManifest.OutputRecord;
import dev.p3.run.RunPlan;
import dev.p3.run.RunRecorder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Runs a job on files or messages as they arrive: Structured Streaming finds what is new and
 * remembers it in the checkpoint; a batch of it is one run of the job, the same as any other. Ends
 * when all that was there at the beginning is read.
 *
 * <p>A batch that was cut short is repeated with the same content and the same number, and {@link
 * StreamOutput} makes its rows be there once: no row is lost and none is there twice.
 */
public final class StreamRunner<O extends Record, R extends Record & JobResult> {
  private final SparkSession spark;
  private final RunPlan<O, R> plan;
  private final RunRecorder recorder;
  private final Configuration hadoop;

  /**
   * @param recorder makes the record of all batches together
   */
  public StreamRunner(SparkSession spark, RunPlan<O, R> plan, RunRecorder recorder) {
    this.spark = spark;
    this.plan = plan;
    this.recorder = recorder;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /** Runs the job on each batch. */
  public JobRunner.Finished run() throws Exception {
    StreamingOptions stream = plan.stream().orElseThrow();
    PlannedInput input = plan.inputs().get(0);
    StoredInput stored = input.stored();
    StreamSource source = stored.connector().streamSource(stored, spark);
    JobDescription<O, R> job = plan.job().description();
    Map<String, Object> identity =
        StreamIdentity.of(job, plan.writtenOptions(), stored, source, plan.outputs().streams());
    var batches = new TreeMap<Long, JobRunner.Finished>();
    try (var checkpoint = StreamCheckpoint.open(stream.checkpoint(), identity, job, hadoop)) {
      for (StreamOutput output : plan.outputs().streams().values()) {
        output.check(checkpoint.id(), checkpoint.isNew());
      }
      VoidFunction2<Dataset<Row>, Long> eachBatch =
          (rows, number) -> {
            checkpoint.requireHeld();
            StreamSource.Batch arrived = source.batch(rows);
            String content = checkpoint.content(number, arrived.input());
            var batch =
                new StreamOutput.Batch(checkpoint.id(), number, stream.checkpoint(), content);
            batches.put(number, runBatch(input, arrived, batch));
          };
      source
          .arriving()
          .writeStream()
          .foreachBatch(eachBatch)
          .option("checkpointLocation", stream.checkpoint())
          .trigger(Trigger.AvailableNow())
          .start()
          .awaitTermination();
    }
    return total(batches, source);
  }

  private JobRunner.Finished runBatch(
      PlannedInput input, StreamSource.Batch arrived, StreamOutput.Batch batch) throws IOException {
    var outputs = new LinkedHashMap<String, Output>();
    plan.outputs().streams().forEach((name, output) -> outputs.put(name, output.batch(batch)));
    RunPlan<O, R> part =
        plan.with(
            List.of(input.withStored(arrived.input(), hadoop)), PlannedOutputs.stored(outputs));
    var nothing = new PrintStream(PrintStream.nullOutputStream());
    return new JobRunner<>(
            arrived.spark(), part, recorder.ofPart(arrived.spark(), part), false, nothing)
        .run();
  }

  private JobRunner.Finished total(Map<Long, JobRunner.Finished> batches, StreamSource source) {
    var remarks = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var metrics = new LinkedHashMap<Long, Object>();
    var rows = new LinkedHashMap<String, Long>();
    plan.outputs().streams().keySet().forEach(name -> rows.put(name, 0L));
    batches.forEach(
        (number, finished) -> {
          finished.remarks().forEach(remark -> remarks.add("batch " + number + ": " + remark));
          finished
              .record()
              .allWarnings()
              .forEach(warning -> warnings.add("batch " + number + ": " + warning));
          metrics.put(number, finished.record().metrics());
          finished
              .record()
              .outputs()
              .forEach(output -> rows.merge(output.name(), output.rows(), Long::sum));
        });
    if (batches.isEmpty()) {
      remarks.add(source.nothingNew());
    }
    List<OutputRecord> outputs =
        rows.entrySet().stream()
            .map(
                each ->
                    new OutputRecord(
                        each.getKey(),
                        plan.outputs().streams().get(each.getKey()).location().text(),
                        each.getValue(),
                        null))
            .toList();
    return new JobRunner.Finished(
        recorder.complete(outputs, metrics, warnings),
        remarks,
        Map.of(),
        Map.of(),
        batches.values().stream().flatMap(batch -> batch.failure().stream()).findFirst());
  }
}
