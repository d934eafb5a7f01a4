package dev.p3.run;

import dev.p3.data.Ability;
import dev.p3.data.Connector;
import dev.p3.data.Connector.Existing;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.connect.Connectors;
import dev.p3.data.files.TextCheck;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.StreamingOptions;
import dev.p3.job.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, String> settings;
  private final Samples samples;
  private final Configuration hadoop;
  private final Faults faults;

  /**
   * @param settings Spark's settings that may decide on rows
   */
  public RunPlanner(
      PatternJob<O, R> job,
      RunRequest request,
      Map<String, String> settings,
      Samples samples,
      Configuration hadoop) {
    this.job = job;
    this.description = job.description();
    this.request = request;
    this.settings = settings;
    this.samples = samples;
    this.hadoop = hadoop;
    this.faults = new Faults(request.faults());
  }

  /**
   * Looks up what the request names.
   *
   * @throws BadUsageException naming every fault
   */
  public RunPlan<O, R> plan() {
    Optional<O> options = faults.orFault(() -> description.options().parse(request.options()));
    Optional<Variant<O, R>> variant = faults.orFault(this::variant);
    Map<String, List<StoredInput>> inputs = inputs(options);
    Map<String, String> outputUris = outputUris();
    boolean isStream = options.flatMap(RunPlan::stream).isPresent();
    Map<String, DataLocation> all = places(outputUris);
    PlaceCheck.requireApart(
        all, inputs, request.report(), options.flatMap(this::checkpoint), hadoop, faults);
    Map<String, DataLocation> places = isStream ? Map.of() : all;
    Map<String, StreamOutput> streamOutputs =
        isStream ? streamOutputs(outputUris, all, inputs) : Map.of();
    checkReuse(outputUris, isStream, inputs, places);
    request
        .report()
        .ifPresent(directory -> faults.orFault(() -> RunManifest.requireWritable(directory)));
    request
        .discoverKryo()
        .ifPresent(
            file ->
                faults.orFault(() -> DiscoveryReport.requireWritable(file, request.overwrite())));
    if (!faults.isEmpty()) {
      // For the faults of outputs; that they exist is none before anybody has looked at them.
      outputs(places, request.overwrite() || request.reuse());
    }
    faults.throwIfAny();
    var plan =
        new RunPlan<>(
            job,
            options.orElseThrow(),
            variant.orElseThrow(),
            inputs,
            request.in().isEmpty(),
            Map.of(),
            streamOutputs,
            standardOutput(outputUris),
            settings,
            Optional.empty());
    return request.reuse()
        ? withEarlier(plan, places)
        : plan.withOutputs(outputsOrFaults(places, request.overwrite()));
  }

  /** Outputs are prepared only where they cannot be given back. */
  private RunPlan<O, R> withEarlier(RunPlan<O, R> plan, Map<String, DataLocation> places) {
    ReusableOutputs earlier = ReusableOutputs.look(plan.facts(hadoop), places, hadoop);
    if (earlier.areReusable()) {
      return plan.withEarlier(earlier);
    }
    boolean mayReplace = request.overwrite() || earlier.mayBeReplaced();
    if (!mayReplace) {
      earlier
          .refusals()
          .forEach(
              refusal ->
                  faults.add(refusal + ". Pass --overwrite too, to run again and replace it"));
      faults.throwIfAny();
    }
    return plan.withEarlier(earlier).withOutputs(outputsOrFaults(places, mayReplace));
  }

  private static Optional<String> standardOutput(Map<String, String> outputUris) {
    return outputUris.entrySet().stream()
        .filter(output -> output.getValue().equals("-"))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void checkReuse(
      Map<String, String> outputUris,
      boolean isStream,
      Map<String, List<StoredInput>> inputs,
      Map<String, DataLocation> places) {
    if (!request.reuse()) {
      return;
    }
    if (isStream) {
      faults.add("Cannot reuse with --stream: a stream goes on from its checkpoint by itself");
    }
    if (outputUris.isEmpty() || outputUris.containsValue("-")) {
      faults.add(
          "Cannot reuse %s: only stored outputs are kept (must be --out [NAME=]URI with --reuse)",
          outputUris.isEmpty() ? "what is only shown" : "standard output");
    }
    Stream.concat(
            inputs.values().stream().flatMap(List::stream).map(StoredInput::location),
            places.values().stream())
        .filter(location -> !Connectors.can(Ability.TELLS_CHANGES, location))
        .forEach(
            location ->
                faults.add(
                    "Cannot reuse '%s': only files tell whether they have changed",
                    location.text()));
    if (request.discoverKryo().isPresent()) {
      faults.add("Cannot reuse with --discover-kryo: only a run can show what it hands to Kryo");
    }
  }

  private Map<String, StreamOutput> streamOutputs(
      Map<String, String> uris,
      Map<String, DataLocation> places,
      Map<String, List<StoredInput>> inputs) {
    var outputs = new LinkedHashMap<String, StreamOutput>();
    if (uris.isEmpty() || uris.containsValue("-")) {
      faults.add("Invalid --out: the batches of a stream go to directories (NAME=URI)");
    }
    if (request.in().size() != 1) {
      faults.add("Invalid --in: a stream reads one input (a directory, a glob, or a topic)");
    }
    inputs.values().stream()
        .flatMap(List::stream)
        .map(StoredInput::location)
        .filter(location -> !Connectors.can(Ability.TELLS_WHAT_IS_NEW, location))
        .forEach(
            location ->
                faults.add(
                    "Cannot stream '%s': it does not tell what is new (must be files or a topic of Kafka)",
                    location.text()));
    places.forEach(
        (name, place) ->
            faults
                .orFault(() -> Connectors.streamOutput(place, hadoop))
                .ifPresent(output -> outputs.put(name, output)));
    return outputs;
  }

  private Optional<String> checkpoint(O options) {
    return RunPlan.stream(options).map(StreamingOptions::checkpoint);
  }

  private Variant<O, R> variant() {
    return request
        .variant()
        .map(description::variant)
        .orElseGet(() -> description.variants().get(0));
  }

  private Map<String, List<StoredInput>> inputs(Optional<O> options) {
    List<InputSpec> specs = description.inputs();
    var found = new LinkedHashMap<String, List<StoredInput>>();
    if (request.in().isEmpty()) {
      for (InputSpec spec : specs) {
        spec.sample()
            .flatMap(sample -> faults.orFault(() -> stored(Samples.SCHEME + sample, spec)))
            .ifPresent(input -> found.put(spec.name(), List.of(input)));
      }
      return found;
    }
    List<InputSpec> required = specs.stream().filter(InputSpec::required).toList();
    List<String> names = specs.stream().map(InputSpec::name).toList();
    Optional<String> unnamed =
        required.size() == 1 ? Optional.of(required.get(0).name()) : Optional.empty();
    var given = new LinkedHashMap<String, List<String>>();
    for (String words : request.in()) {
      faults
          .orFault(() -> NamedUri.parse("--in", words, names, unnamed))
          .ifPresent(
              pair -> given.computeIfAbsent(pair.name(), any -> new ArrayList<>()).add(pair.uri()));
    }
    for (InputSpec spec : specs) {
      List<String> uris = given.getOrDefault(spec.name(), List.of());
      if (uris.isEmpty() && spec.required()) {
        faults.add("Missing --in %s=URI: %s", spec.name(), spec.meaning());
      }
      for (String uri : uris) {
        faults
            .orFault(() -> stored(uri, spec))
            .ifPresent(
                input -> found.computeIfAbsent(spec.name(), any -> new ArrayList<>()).add(input));
      }
      options.ifPresent(
          known ->
              found
                  .getOrDefault(spec.name(), List.of())
                  .forEach(input -> checkText(input, spec, known)));
    }
    return found;
  }

  private StoredInput stored(String uri, InputSpec spec) {
    StoredInput input =
        Connectors.find(DataLocation.parse(samples.resolve(uri)).withText(uri), hadoop);
    input.connector().check(input, Connector.Form.valueOf(spec.kind().name()));
    if (spec.kind() == InputSpec.Kind.LINES && !input.can(Ability.LINES)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' as text: %s reads files only",
              input.location().text(),
              description.name()));
    }
    if (spec.kind() == InputSpec.Kind.TABLE && !input.can(Ability.COLUMNS)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s' as a table: messages have no columns; make rows of them with ingest",
              input.location().text()));
    }
    return input;
  }

  private void checkText(StoredInput input, InputSpec spec, O options) {
    if (spec.kind() == InputSpec.Kind.LINES) {
      faults.orFault(
          () -> {
            TextCheck.requireText(input, job.encoding(options), hadoop);
            return input;
          });
    }
  }

  private Map<String, String> outputUris() {
    List<String> names = description.outputs().stream().map(OutputSpec::name).toList();
    Optional<String> unnamed = Optional.of(names.get(0));
    var uris = new LinkedHashMap<String, String>();
    for (String words : request.out()) {
      faults
          .orFault(() -> NamedUri.parse("--out", words, names, unnamed))
          .ifPresent(
              pair -> {
                if (uris.put(pair.name(), pair.uri()) != null) {
                  faults.add("Invalid --out: output '%s' is given more than once", pair.name());
                }
              });
    }
    if (uris.values().stream().filter("-"::equals).count() > 1) {
      faults.add("Invalid --out: only one output can go to standard output");
    }
    return uris;
  }

  private Map<String, DataLocation> places(Map<String, String> outputUris) {
    var places = new LinkedHashMap<String, DataLocation>();
    outputUris.forEach(
        (name, uri) -> {
          if (!uri.equals("-")) {
            faults
                .orFault(() -> DataLocation.parse(uri))
                .ifPresent(place -> places.put(name, place));
          }
        });
    return places;
  }

  private Map<String, Output> outputsOrFaults(
      Map<String, DataLocation> places, boolean mayReplace) {
    Map<String, Output> outputs = outputs(places, mayReplace);
    faults.throwIfAny();
    return outputs;
  }

  private Map<String, Output> outputs(Map<String, DataLocation> places, boolean mayReplace) {
    var outputs = new LinkedHashMap<String, Output>();
    places.forEach(
        (name, place) ->
            faults
                .orFault(
                    () ->
                        Connectors.output(
                            place, mayReplace ? Existing.REPLACE : Existing.REFUSE, hadoop))
                .ifPresent(output -> outputs.put(name, output)));
    return outputs;
  }
}
