package dev.p3.run;

import dev.p3.data.Ability;
import dev.p3.data.Connector.Existing;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.Faults;
import dev.p3.job.JobDescription;
import dev.p3.job.OutputSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/** Finds where the outputs go that a request names, and prepares them. */
final class OutputPlanner {
  private static final String STANDARD_OUTPUT = "-";

  private final Configuration hadoop;
  private final Faults faults;
  private final Map<String, String> uris;
  private final Map<String, DataLocation> locations = new LinkedHashMap<>();

  /**
   * @param out arguments of {@code --out}
   */
  OutputPlanner(
      JobDescription<?, ?> description, List<String> out, Configuration hadoop, Faults faults) {
    this.hadoop = hadoop;
    this.faults = faults;
    this.uris = uris(description, out);
    uris.forEach(
        (name, uri) -> {
          if (!uri.equals(STANDARD_OUTPUT)) {
            faults
                .orFault(() -> DataLocation.parse(uri))
                .ifPresent(location -> locations.put(name, location));
          }
        });
  }

  private Map<String, String> uris(JobDescription<?, ?> description, List<String> out) {
    List<String> names = description.outputs().stream().map(OutputSpec::name).toList();
    Optional<String> unnamed = Optional.of(names.get(0));
    var found = new LinkedHashMap<String, String>();
    for (String argument : out) {
      faults
          .orFault(() -> NamedUri.parse("--out", argument, names, unnamed))
          .ifPresent(
              pair -> {
                if (found.put(pair.name(), pair.uri()) != null) {
                  faults.add("Invalid --out: output '%s' is given more than once", pair.name());
                }
              });
    }
    if (found.values().stream().filter(STANDARD_OUTPUT::equals).count() > 1) {
      faults.add("Invalid --out: only one output can go to standard output");
    }
    return found;
  }

  /** Where outputs are stored, by name. */
  Map<String, DataLocation> locations() {
    return locations;
  }

  /** Whether an output is given, and each of them is stored. */
  boolean areStored() {
    return !uris.isEmpty() && toStandardOutput().isEmpty();
  }

  /** The name of the output that goes to standard output. */
  Optional<String> toStandardOutput() {
    return uris.entrySet().stream()
        .filter(output -> output.getValue().equals(STANDARD_OUTPUT))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The outputs, checked to be writable; adds a fault for each that is not. */
  Map<String, Output> outputs(boolean mayReplace) {
    Existing existing = mayReplace ? Existing.REPLACE : Existing.REFUSE;
    return each(location -> Connectors.output(location, existing, hadoop));
  }

  /** The outputs of a stream; adds a fault for each that cannot take its batches. */
  Map<String, StreamOutput> streamOutputs(List<PlannedInput> inputs, int givenInputs) {
    if (!areStored()) {
      faults.add("Invalid --out: the batches of a stream go to directories (NAME=URI)");
    }
    if (givenInputs != 1) {
      faults.add("Invalid --in: a stream reads one input (a directory, a glob, or a topic)");
    }
    for (PlannedInput input : inputs) {
      if (!input.stored().can(Ability.TELLS_WHAT_IS_NEW)) {
        faults.add(
            "Cannot stream '%s': it does not tell what is new (must be files or a topic of Kafka)",
            input.stored().location().text());
      }
    }
    return each(location -> Connectors.streamOutput(location, hadoop));
  }

  private <T> Map<String, T> each(Function<DataLocation, T> prepared) {
    var outputs = new LinkedHashMap<String, T>();
    locations.forEach(
        (name, location) ->
            faults
                .orFault(() -> prepared.apply(location))
                .ifPresent(output -> outputs.put(name, output)));
    return outputs;
  }
}
