package dev.p3.run;

import dev.p3.chart.Chart;
import dev.p3.console.Preview;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.connect.Sources;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobResult;
import dev.p3.job.Outcome;
import dev.p3.job.PatternJob;
import dev.p3.job.StreamingOptions;
import dev.p3.job.Variant;
import dev.p3.run.RunManifest.InputRecord;
import dev.p3.scope.Scopes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run that was checked as far as it can be without starting Spark.
 *
 * @param job the job
 * @param options its options
 * @param variant one of its variants
 * @param inputs the files of each input
 * @param usesSamples whether no input was given, so that the bundled samples are read
 * @param outputs where outputs are written to storage
 * @param streamOutputs where the batches of a stream are added instead
 * @param toStandardOutput the output that goes to standard output
 * @param settings Spark's settings that may decide on rows
 * @param earlier what an earlier run left at the places of the outputs; empty when nothing is to be
 *     reused
 */
public record RunPlan<O extends Record, R extends Record & JobResult>(
    PatternJob<O, R> job,
    O options,
    Variant<O, R> variant,
    Map<String, List<StoredInput>> inputs,
    boolean usesSamples,
    Map<String, Output> outputs,
    Map<String, StreamOutput> streamOutputs,
    Optional<String> toStandardOutput,
    Map<String, String> settings,
    Optional<ReusableOutputs> earlier) {

  public RunPlan<O, R> withVariant(Variant<O, R> other) {
    return new RunPlan<>(
        job,
        options,
        other,
        inputs,
        usesSamples,
        outputs,
        streamOutputs,
        toStandardOutput,
        settings,
        earlier);
  }

  RunPlan<O, R> withOutputs(Map<String, Output> prepared) {
    return new RunPlan<>(
        job,
        options,
        variant,
        inputs,
        usesSamples,
        prepared,
        streamOutputs,
        toStandardOutput,
        settings,
        earlier);
  }

  RunPlan<O, R> withEarlier(ReusableOutputs found) {
    return new RunPlan<>(
        job,
        options,
        variant,
        inputs,
        usesSamples,
        outputs,
        streamOutputs,
        toStandardOutput,
        settings,
        Optional.of(found));
  }

  /** The run of one batch of a stream. */
  public RunPlan<O, R> withBatch(
      Map<String, List<StoredInput>> batch, Map<String, Output> batchOutputs) {
    return new RunPlan<>(
        job,
        options,
        variant,
        batch,
        false,
        batchOutputs,
        Map.of(),
        Optional.empty(),
        settings,
        Optional.empty());
  }

  /** What is known of the run before it: all that decides on its rows. */
  RunManifest facts(Configuration hadoop) {
    var records = new ArrayList<InputRecord>();
    for (InputSpec spec : job.description().inputs()) {
      inputs
          .getOrDefault(spec.name(), List.of())
          .forEach(input -> records.add(InputRecord.of(spec.name(), input, hadoop)));
    }
    return new RunManifest(
        BuildInfo.version(),
        BuildFingerprint.ofClasses(),
        job.description().name(),
        variant.name(),
        "planned",
        null,
        job.description().options().words(options),
        settings,
        null,
        package$.MODULE$.SPARK_VERSION(),
        null,
        null,
        0,
        records,
        List.of(),
        null,
        null);
  }

  /** The options of a stream; empty when the run reads everything at once. */
  public Optional<StreamingOptions> stream() {
    return stream(options);
  }

  /** As {@link #stream()}, of options that are not planned yet. */
  public static Optional<StreamingOptions> stream(Record options) {
    return options instanceof StreamingOptions streaming && streaming.stream()
        ? Optional.of(streaming)
        : Optional.empty();
  }

  /** How a report draws an output. */
  public List<Chart> charts(String output) {
    return job.charts(options).getOrDefault(output, List.of());
  }

  /** How many rows of an output a report needs. */
  public int reportedRows(String output) {
    return charts(output).stream().mapToInt(Chart::mostRows).reduce(Preview.ROWS, Math::max);
  }

  /** Deletes what was written and not committed. */
  public void discardOutputs() throws IOException {
    for (Output output : outputs.values()) {
      output.discard();
    }
  }

  /** Reads the inputs and has the job describe its outputs. */
  public Outcome<R> start(SparkSession spark, Scopes scopes) {
    return start(datasets(spark), scopes);
  }

  /** Has the job describe its outputs. */
  public Outcome<R> start(Map<String, Dataset<Row>> datasets, Scopes scopes) {
    return variant.work().run(new Inputs(datasets), options, scopes);
  }

  /** The inputs that are there. */
  public Map<String, Dataset<Row>> datasets(SparkSession spark) {
    return datasets(InputReading.by(spark));
  }

  /** The inputs that are there. */
  public Map<String, Dataset<Row>> datasets(InputReading reading) {
    var sources = new Sources(reading);
    var datasets = new LinkedHashMap<String, Dataset<Row>>();
    for (InputSpec spec : job.description().inputs()) {
      List<StoredInput> stored = inputs.getOrDefault(spec.name(), List.of());
      if (!stored.isEmpty()) {
        datasets.put(
            spec.name(),
            switch (spec.kind()) {
              case LINES -> sources.lines(stored, job.encoding(options));
              case TABLE -> sources.table(stored);
              case RAW -> sources.raw(stored, job.rawColumns(options));
            });
      }
    }
    return datasets;
  }
}
