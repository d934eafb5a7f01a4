package dev.p3.run;

import dev.p3.data.Ability;
import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Connectors;
import dev.p3.data.files.TextCheck;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.job.InputSpec;
import dev.p3.job.PatternJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Looks up the inputs that a request names, or the samples when it names none. */
final class InputPlanner<O extends Record> {
  private final PatternJob<O, ?> job;
  private final List<InputSpec> specs;
  private final Samples samples;
  private final Configuration hadoop;
  private final Faults faults;

  InputPlanner(PatternJob<O, ?> job, Samples samples, Configuration hadoop, Faults faults) {
    this.job = job;
    this.specs = job.description().inputs();
    this.samples = samples;
    this.hadoop = hadoop;
    this.faults = faults;
  }

  /**
   * The inputs in the order of the description, each as often as it is given.
   *
   * @param in arguments of {@code --in}
   * @param options empty when they have faults; then texts are not looked into
   */
  List<PlannedInput> inputs(List<String> in, Optional<O> options) {
    var found = new ArrayList<PlannedInput>();
    if (in.isEmpty()) {
      for (InputSpec spec : specs) {
        spec.sample().ifPresent(sample -> add(Samples.SCHEME + sample, spec, found));
      }
      return found;
    }
    Map<String, List<String>> given = given(in);
    for (InputSpec spec : specs) {
      List<String> uris = given.getOrDefault(spec.name(), List.of());
      if (uris.isEmpty() && spec.required()) {
        faults.add("Missing --in %s=URI: %s", spec.name(), spec.meaning());
      }
      int before = found.size();
      uris.forEach(uri -> add(uri, spec, found));
      if (spec.kind() == InputSpec.Kind.LINES && options.isPresent()) {
        found.subList(before, found.size()).forEach(input -> checkText(input, options.get()));
      }
    }
    return found;
  }

  private Map<String, List<String>> given(List<String> in) {
    List<InputSpec> required = specs.stream().filter(InputSpec::required).toList();
    List<String> names = specs.stream().map(InputSpec::name).toList();
    Optional<String> unnamed =
        required.size() == 1 ? Optional.of(required.get(0).name()) : Optional.empty();
    var given = new LinkedHashMap<String, List<String>>();
    for (String argument : in) {
      faults
          .orFault(() -> NamedUri.parse("--in", argument, names, unnamed))
          .ifPresent(
              pair -> given.computeIfAbsent(pair.name(), any -> new ArrayList<>()).add(pair.uri()));
    }
    return given;
  }

  private void add(String uri, InputSpec spec, List<PlannedInput> found) {
    faults
        .orFault(() -> stored(uri, spec))
        .map(stored -> PlannedInput.of(spec, stored, hadoop))
        .ifPresent(found::add);
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
              job.description().name()));
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

  private void checkText(PlannedInput input, O options) {
    faults.orFault(
        () -> {
          TextCheck.requireText(input.stored(), job.encoding(options), hadoop);
          return input;
        });
  }
}
