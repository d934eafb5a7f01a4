package dev.p3.runner;

import dev.p3.data.Sources;
import dev.p3.data.StagedOutput;
import dev.p3.data.StoredInput;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobResult;
import dev.p3.job.Outcome;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.report.Chart;
import dev.p3.scope.Scopes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param toStandardOutput the output that goes to standard output
 */
record RunPlan<O extends Record, R extends Record & JobResult>(
    PatternJob<O, R> job,
    O options,
    Variant variant,
    Map<String, List<StoredInput>> inputs,
    boolean usesSamples,
    Map<String, StagedOutput> outputs,
    Optional<String> toStandardOutput) {

  RunPlan<O, R> withVariant(Variant other) {
    return new RunPlan<>(job, options, other, inputs, usesSamples, outputs, toStandardOutput);
  }

  /** How a report draws an output. */
  List<Chart> charts(String output) {
    return job.charts(options).getOrDefault(output, List.of());
  }

  /** How many rows of an output a report needs. */
  int reportedRows(String output) {
    return charts(output).stream().mapToInt(Chart::mostRows).reduce(Preview.ROWS, Math::max);
  }

  /** Deletes what was written and not committed. */
  void discardOutputs() throws IOException {
    for (StagedOutput output : outputs.values()) {
      output.discard();
    }
  }

  /** Reads the inputs and has the job describe its outputs. */
  Outcome<R> start(SparkSession spark, Scopes scopes) {
    return start(datasets(spark), scopes);
  }

  /** Has the job describe its outputs. */
  Outcome<R> start(Map<String, Dataset<Row>> datasets, Scopes scopes) {
    return job.run(new Inputs(datasets), options, variant.name(), scopes);
  }

  /** The inputs that are there. */
  Map<String, Dataset<Row>> datasets(SparkSession spark) {
    var sources = new Sources(spark);
    var datasets = new LinkedHashMap<String, Dataset<Row>>();
    for (InputSpec spec : job.description().inputs()) {
      List<StoredInput> stored = inputs.getOrDefault(spec.name(), List.of());
      if (!stored.isEmpty()) {
        datasets.put(
            spec.name(),
            switch (spec.kind()) {
              case LINES -> sources.lines(stored, job.encoding(options));
              case TABLE -> sources.table(stored);
            });
      }
    }
    return datasets;
  }
}
