package dev.p3.run;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.PatternJob;
import dev.p3.job.StreamingOptions;
import dev.p3.job.Variant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Checks a request as far as that can be done without starting Spark, and finds every fault at
 * once.
 */
public final class RunPlanner<O extends Record, R extends Record & JobResult> {
  private final PatternJob<O, R> job;
  private final JobDescription<O, R> description;
  private final RunRequest request;
  private final Function<Collection<DataLocation>, Map<String, String>> settings;
  private final Configuration hadoop;
  private final Faults faults;
  private final InputPlanner<O> inputPlanner;
  private final ReusePlanner reuse;
  private final Optional<ReportDirectory> report;

  /**
   * @param settings Spark's settings that may decide on rows, of a run with these locations
   */
  public RunPlanner(
      PatternJob<O, R> job,
      RunRequest request,
      Function<Collection<DataLocation>, Map<String, String>> settings,
      Samples samples,
      Configuration hadoop) {
    this.job = job;
    this.description = job.description();
    this.request = request;
    this.settings = settings;
    this.hadoop = hadoop;
    this.faults = new Faults(request.faults());
    this.inputPlanner = new InputPlanner<>(job, samples, hadoop, faults);
    this.reuse = new ReusePlanner(request, hadoop, faults);
    this.report =
        request.report().flatMap(text -> faults.orFault(() -> ReportDirectory.of(text, hadoop)));
  }

  /**
   * Looks up what the request names.
   *
   * @throws BadUsageException naming every fault
   */
  public RunPlan<O, R> plan() {
    Optional<O> options = faults.orFault(() -> description.options().parse(request.options()));
    Optional<Variant<O, R>> variant = faults.orFault(this::variant);
    boolean isStream = options.flatMap(RunPlan::stream).isPresent();
    List<PlannedInput> inputs = inputPlanner.inputs(request.in(), options);
    var outputs = new OutputPlanner(description, request.out(), hadoop, faults);
    requireApart(options, inputs, outputs);
    Map<String, StreamOutput> streams =
        isStream ? outputs.streamOutputs(inputs, request.in().size()) : Map.of();
    reuse.check(outputs, isStream, inputs);
    checkReports();
    if (!faults.isEmpty() && !isStream) {
      // Collects faults of outputs, too. That one exists is no fault before it has been looked at.
      outputs.outputs(request.overwrite() || request.reuse());
    }
    faults.throwIfAny();
    Map<String, String> rowSettings = settings.apply(locations(inputs, outputs));
    Optional<ReusableOutputs> earlier =
        reuse.earlier(
            () ->
                RunManifest.planned(
                    description.name(),
                    variant.orElseThrow().name(),
                    description.options().words(options.orElseThrow()),
                    inputs.stream().map(PlannedInput::record).toList(),
                    rowSettings),
            outputs);
    // Outputs are prepared only where they cannot be given back.
    boolean isPrepared = !isStream && earlier.filter(ReusableOutputs::areReusable).isEmpty();
    Map<String, Output> stored = isPrepared ? outputs.outputs(reuse.mayReplace(earlier)) : Map.of();
    faults.throwIfAny();
    return new RunPlan<>(
        job,
        options.orElseThrow(),
        variant.orElseThrow(),
        inputs,
        request.in().isEmpty(),
        new PlannedOutputs(stored, streams, outputs.toStandardOutput()),
        rowSettings,
        earlier,
        report);
  }

  private void requireApart(Optional<O> options, List<PlannedInput> inputs, OutputPlanner outputs) {
    PlaceCheck.requireApart(
        outputs.locations(),
        inputs.stream().map(PlannedInput::stored).toList(),
        report,
        options.flatMap(RunPlan::stream).map(StreamingOptions::checkpoint),
        hadoop,
        faults);
  }

  private Variant<O, R> variant() {
    return request
        .variant()
        .map(description::variant)
        .orElseGet(() -> description.variants().get(0));
  }

  private void checkReports() {
    report.ifPresent(directory -> faults.orFault(() -> directory.requireWritable(hadoop)));
    request
        .discoverKryo()
        .ifPresent(
            file ->
                faults.orFault(() -> DiscoveryReport.requireWritable(file, request.overwrite())));
  }

  private static List<DataLocation> locations(List<PlannedInput> inputs, OutputPlanner outputs) {
    return Stream.concat(
            inputs.stream().map(input -> input.stored().location()),
            outputs.locations().values().stream())
        .toList();
  }
}
