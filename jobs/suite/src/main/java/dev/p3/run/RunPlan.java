package dev.p3.run;

import dev.p3.chart.Chart;
import dev.p3.console.Preview;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.job.JobResult;
import dev.p3.job.PatternJob;
import dev.p3.job.StreamingOptions;
import dev.p3.job.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run that was checked as far as it can be without starting Spark: what is to be done, and
 * nothing that does it.
 *
 * @param job the job
 * @param options its options
 * @param variant one of its variants
 * @param inputs in the order of the job's description
 * @param usesSamples whether no input was given, so that the bundled samples are read
 * @param outputs where rows go
 * @param settings Spark's settings that may decide on rows
 * @param earlier what an earlier run left at the places of the outputs; empty when nothing is to be
 *     reused
 * @param report where files about the run go; empty when none are wanted
 */
public record RunPlan<O extends Record, R extends Record & JobResult>(
    PatternJob<O, R> job,
    O options,
    Variant<O, R> variant,
    List<PlannedInput> inputs,
    boolean usesSamples,
    PlannedOutputs outputs,
    Map<String, String> settings,
    Optional<ReusableOutputs> earlier,
    Optional<ReportDirectory> report) {

  public RunPlan<O, R> withVariant(Variant<O, R> other) {
    return new RunPlan<>(
        job, options, other, inputs, usesSamples, outputs, settings, earlier, report);
  }

  /** The same work on other rows, such as a batch of a stream, or with its rows put elsewhere. */
  public RunPlan<O, R> with(List<PlannedInput> otherInputs, PlannedOutputs otherOutputs) {
    return new RunPlan<>(
        job,
        options,
        variant,
        otherInputs,
        usesSamples,
        otherOutputs,
        settings,
        Optional.empty(),
        report);
  }

  /** The options as a user would write them, by flag: text, or a list of texts. */
  public Map<String, Object> writtenOptions() {
    return job.description().options().words(options);
  }

  /** The options of a stream; empty when the run reads everything at once. */
  public Optional<StreamingOptions> stream() {
    return stream(options);
  }

  /** As {@link #stream()}, of options that are not planned yet. */
  static Optional<StreamingOptions> stream(Record options) {
    return options instanceof StreamingOptions streaming && streaming.stream()
        ? Optional.of(streaming)
        : Optional.empty();
  }

  /** Where its rows come from and go to. */
  public List<DataLocation> locations() {
    Stream<DataLocation> written =
        Stream.concat(
            outputs.stored().values().stream().map(Output::location),
            outputs.streams().values().stream().map(StreamOutput::location));
    return Stream.concat(inputLocations().stream(), written).toList();
  }

  /** Where the inputs are, in their order. */
  public List<DataLocation> inputLocations() {
    return inputs.stream().map(input -> input.stored().location()).toList();
  }

  /** How a report draws an output. */
  public List<Chart> charts(String output) {
    return job.charts(options).getOrDefault(output, List.of());
  }

  /** How many rows of an output a report needs. */
  public int reportedRows(String output) {
    return charts(output).stream().mapToInt(Chart::mostRows).reduce(Preview.ROWS, Math::max);
  }
}
