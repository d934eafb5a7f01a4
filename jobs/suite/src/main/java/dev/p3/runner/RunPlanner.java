package dev.p3.runner;

import dev.p3.data.BatchedOutput;
import dev.p3.data.DataLocation;
import dev.p3.data.StagedOutput;
import dev.p3.data.StoredInput;
import dev.p3.data.TextCheck;
import dev.p3.job.BadUsageException;
import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.NearMatch;
import dev.p3.job.OptionsRecord;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Checks a request as far as that can be done without starting Spark, and finds every fault at
 * once.
 */
final class RunPlanner<O extends Record, R extends Record & JobResult> {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z][\\w-]*)=(.*)", Pattern.DOTALL);

  private final PatternJob<O, R> job;
  private final JobDescription description;
  private final RunRequest request;
  private final Samples samples;
  private final Configuration hadoop;
  private final Faults faults;

  RunPlanner(PatternJob<O, R> job, RunRequest request, Samples samples, Configuration hadoop) {
    this.job = job;
    this.description = job.description();
    this.request = request;
    this.samples = samples;
    this.hadoop = hadoop;
    this.faults = new Faults(request.faults());
  }

  /**
   * Looks up what the request names.
   *
   * @throws BadUsageException naming every fault
   */
  RunPlan<O, R> plan() {
    var optionsRecord = OptionsRecord.of(job.optionsType());
    Optional<O> options = faults.orFault(() -> optionsRecord.parse(request.options()));
    Optional<Variant> variant = faults.orFault(this::variant);
    Map<String, List<StoredInput>> inputs = inputs(options);
    Map<String, String> outputUris = outputUris();
    boolean isStream = options.flatMap(RunPlan::stream).isPresent();
    var outputs = new LinkedHashMap<String, StagedOutput>();
    outputUris.forEach(
        (name, uri) -> {
          if (!uri.equals("-") && !isStream) {
            faults.orFault(() -> output(uri)).ifPresent(output -> outputs.put(name, output));
          }
        });
    outputs.values().forEach(each -> addInputsAt(each.target(), each.location(), inputs));
    Map<String, BatchedOutput> streamOutputs =
        isStream ? streamOutputs(outputUris, inputs) : Map.of();
    request
        .report()
        .ifPresent(directory -> faults.orFault(() -> RunRecord.requireWritable(directory)));
    request
        .discoverKryo()
        .ifPresent(
            file ->
                faults.orFault(() -> DiscoveryReport.requireWritable(file, request.overwrite())));
    faults.throwIfAny();
    Optional<String> standardOutput =
        outputUris.entrySet().stream()
            .filter(output -> output.getValue().equals("-"))
            .map(Map.Entry::getKey)
            .findFirst();
    return new RunPlan<>(
        job,
        options.orElseThrow(),
        variant.orElseThrow(),
        inputs,
        request.in().isEmpty(),
        outputs,
        streamOutputs,
        standardOutput);
  }

  private Map<String, BatchedOutput> streamOutputs(
      Map<String, String> uris, Map<String, List<StoredInput>> inputs) {
    var outputs = new LinkedHashMap<String, BatchedOutput>();
    if (uris.isEmpty() || uris.containsValue("-")) {
      faults.add("Invalid --out: the batches of a stream go to directories (NAME=URI)");
    }
    if (request.in().size() != 1) {
      faults.add("Invalid --in: a stream reads one input (a directory, or a glob)");
    }
    uris.forEach(
        (name, uri) -> {
          if (!uri.equals("-")) {
            faults
                .orFault(() -> BatchedOutput.prepare(DataLocation.parse(uri), hadoop))
                .ifPresent(output -> outputs.put(name, output));
          }
        });
    outputs.values().forEach(each -> addInputsAt(each.target(), each.location(), inputs));
    return outputs;
  }

  private Variant variant() {
    List<Variant> variants = description.variants();
    if (request.variant().isEmpty()) {
      return variants.get(0);
    }
    String wanted = request.variant().get();
    List<String> names = variants.stream().map(Variant::name).toList();
    return variants.stream()
        .filter(variant -> variant.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new BadUsageException(
                    "Invalid --variant: '%s' (must be one of %s).%s"
                        .formatted(
                            wanted, String.join(", ", names), NearMatch.question(wanted, names))));
  }

  private Map<String, List<StoredInput>> inputs(Optional<O> options) {
    List<InputSpec> specs = description.inputs();
    var found = new LinkedHashMap<String, List<StoredInput>>();
    if (request.in().isEmpty()) {
      for (InputSpec spec : specs) {
        if (spec.sample() != null) {
          faults
              .orFault(() -> stored(Samples.SCHEME + spec.sample(), spec))
              .ifPresent(input -> found.put(spec.name(), List.of(input)));
        }
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
          .orFault(() -> named("--in", words, names, unnamed))
          .ifPresent(
              pair -> given.computeIfAbsent(pair.name(), any -> new ArrayList<>()).add(pair.uri()));
    }
    for (InputSpec spec : specs) {
      List<String> uris = given.getOrDefault(spec.name(), List.of());
      if (uris.isEmpty() && spec.required()) {
        faults.add("Missing --in %s=URI: %s".formatted(spec.name(), spec.meaning()));
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
        StoredInput.find(DataLocation.parse(samples.resolve(uri)).withText(uri), hadoop);
    if (spec.kind() != InputSpec.Kind.LINES) {
      input.requiredFormat();
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
          .orFault(() -> named("--out", words, names, unnamed))
          .ifPresent(
              pair -> {
                if (uris.put(pair.name(), pair.uri()) != null) {
                  faults.add(
                      "Invalid --out: output '%s' is given more than once".formatted(pair.name()));
                }
              });
    }
    if (uris.values().stream().filter("-"::equals).count() > 1) {
      faults.add("Invalid --out: only one output can go to standard output");
    }
    return uris;
  }

  private StagedOutput output(String uri) {
    return StagedOutput.prepare(DataLocation.parse(uri), request.overwrite(), hadoop);
  }

  private void addInputsAt(
      Path target, DataLocation output, Map<String, List<StoredInput>> inputs) {
    inputs.values().stream()
        .flatMap(List::stream)
        .filter(input -> input.isAtOrUnder(target))
        .forEach(
            input ->
                faults.add(
                    "Cannot write '%s': input '%s' is read from there"
                        .formatted(output.text(), input.location().text())));
  }

  private record NamedUri(String name, String uri) {}

  private static NamedUri named(
      String flag, String words, List<String> names, Optional<String> unnamed) {
    Matcher matcher = NAMED.matcher(words);
    if (matcher.matches()) {
      String name = matcher.group(1);
      if (!names.contains(name)) {
        throw new BadUsageException(
            "Invalid %s: '%s' names no %s of this job (must be one of %s; write a file's name with a = in it as ./%s).%s"
                .formatted(
                    flag,
                    words,
                    flag.equals("--in") ? "input" : "output",
                    String.join(", ", names),
                    words,
                    NearMatch.question(name, names)));
      }
      return new NamedUri(name, matcher.group(2));
    }
    return unnamed
        .map(name -> new NamedUri(name, words))
        .orElseThrow(
            () ->
                new BadUsageException(
                    "Invalid %s: '%s' does not say what it is for (must be NAME=URI, NAME one of %s)"
                        .formatted(flag, words, String.join(", ", names))));
  }
}
