package dev.p3.runner;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.job.JobResult;
import dev.p3.job.OptionsRecord;
import dev.p3.job.StreamingOptions;
import dev.p3.runner.RunRecord.OutputRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Runs a job on files as they arrive: Structured Streaming finds new files and remembers them in
 * the checkpoint; the files of a batch are one run of the job, the same as any other. Ends when all
 * files that are there were read.
 *
 * <p>A batch that was cut short is repeated with the same files and the same number, and {@link
 * StreamOutput} sees to it that its rows are there once: no row is lost and none is there twice.
 */
final class StreamRunner<O extends Record, R extends Record & JobResult> {
  private static final String FILES_AT_ONCE = "maxFilesPerTrigger";

  private final SparkSession spark;
  private final RunPlan<O, R> plan;
  private final JobRunner<O, R> whole;
  private final String target;
  private final Configuration hadoop;

  StreamRunner(SparkSession spark, RunPlan<O, R> plan, JobRunner<O, R> whole, String target) {
    this.spark = spark;
    this.plan = plan;
    this.whole = whole;
    this.target = target;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /** Runs the job on each batch. */
  JobRunner.Finished run() throws Exception {
    StreamingOptions stream = plan.stream().orElseThrow();
    Map.Entry<String, List<StoredInput>> input = plan.inputs().entrySet().iterator().next();
    DataLocation location = input.getValue().get(0).location();
    String id = StreamCheckpoint.claim(stream.checkpoint(), identity(location), hadoop);
    var batches = new TreeMap<Long, JobRunner.Finished>();
    VoidFunction2<Dataset<Row>, Long> eachBatch =
        (files, number) -> {
          var batch = new StreamOutput.Batch(id, number, stream.checkpoint());
          batches.put(number, runBatch(input.getKey(), location, files, batch));
        };
    newFiles(location)
        .writeStream()
        .foreachBatch(eachBatch)
        .option("checkpointLocation", stream.checkpoint())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    return total(batches);
  }

  /** The paths of new files; nothing of what is in them is read. */
  private Dataset<Row> newFiles(DataLocation location) {
    DataStreamReader reader =
        spark
            .readStream()
            .format("binaryFile")
            .schema(
                StructType.fromDDL(
                    "path STRING, modificationTime TIMESTAMP, length BIGINT, content BINARY"))
            .option("recursiveFileLookup", "true");
    String atOnce = location.options().get(FILES_AT_ONCE);
    if (atOnce != null) {
      reader = reader.option(FILES_AT_ONCE, atOnce);
    }
    return reader.load(location.path()).select("path");
  }

  private JobRunner.Finished runBatch(
      String input, DataLocation location, Dataset<Row> files, StreamOutput.Batch batch)
      throws IOException {
    var outputs = new LinkedHashMap<String, Output>();
    plan.streamOutputs().forEach((name, output) -> outputs.put(name, output.batch(batch)));
    StoredInput stored = stored(location, files.collectAsList());
    RunPlan<O, R> run = plan.withBatch(Map.of(input, List.of(stored)), outputs);
    return new JobRunner<>(
            spark, run, target, false, new PrintStream(PrintStream.nullOutputStream()))
        .run();
  }

  private StoredInput stored(DataLocation location, List<Row> paths) throws IOException {
    var files = new ArrayList<FileStatus>();
    for (String path : paths.stream().map(row -> row.getString(0)).sorted().toList()) {
      var file = new Path(path);
      FileSystem storage = file.getFileSystem(hadoop);
      files.add(storage.getFileStatus(file));
    }
    var options = new HashMap<>(location.options());
    options.remove(FILES_AT_ONCE);
    return new StoredInput(
        location.withOptions(options), files.stream().map(FileStatus::getPath).toList(), files);
  }

  private JobRunner.Finished total(Map<Long, JobRunner.Finished> batches) {
    var remarks = new ArrayList<String>();
    var metrics = new LinkedHashMap<Long, Object>();
    var rows = new LinkedHashMap<String, Long>();
    plan.streamOutputs().keySet().forEach(name -> rows.put(name, 0L));
    batches.forEach(
        (number, finished) -> {
          finished.remarks().forEach(remark -> remarks.add("batch " + number + ": " + remark));
          metrics.put(number, finished.record().metrics());
          finished
              .record()
              .outputs()
              .forEach(output -> rows.merge(output.name(), output.rows(), Long::sum));
        });
    if (batches.isEmpty()) {
      remarks.add("no file that this checkpoint has not seen yet");
    }
    List<OutputRecord> outputs =
        rows.entrySet().stream()
            .map(
                each ->
                    new OutputRecord(
                        each.getKey(),
                        plan.streamOutputs().get(each.getKey()).location().text(),
                        each.getValue(),
                        null))
            .toList();
    return new JobRunner.Finished(whole.complete(outputs, metrics), remarks, Map.of(), Map.of());
  }

  /** What a checkpoint belongs to. */
  private Map<String, Object> identity(DataLocation location) {
    var identity = new TreeMap<String, Object>();
    identity.put("job", plan.job().description().name());
    identity.put("in", location.path());
    plan.streamOutputs().forEach((name, output) -> identity.put("out " + name, output.place()));
    identity.putAll(OptionsRecord.of(plan.job().optionsType()).words(plan.options()));
    identity.remove("checkpoint");
    return identity;
  }
}
