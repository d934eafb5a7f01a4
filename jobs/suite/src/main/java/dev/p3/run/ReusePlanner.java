package dev.p3.run;

import dev.p3.data.Ability;
import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.Faults;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Decides whether the outputs of an earlier run will do, when a request allows it. */
final class ReusePlanner {
  private final RunRequest request;
  private final Configuration hadoop;
  private final Faults faults;

  ReusePlanner(RunRequest request, Configuration hadoop, Faults faults) {
    this.request = request;
    this.hadoop = hadoop;
    this.faults = faults;
  }

  /** Adds a fault for whatever keeps {@code --reuse} from making sense. */
  void check(OutputPlanner outputs, boolean isStream, List<PlannedInput> inputs) {
    if (!request.reuse()) {
      return;
    }
    if (isStream) {
      faults.add("Cannot reuse with --stream: a stream goes on from its checkpoint by itself");
    }
    if (!outputs.areStored()) {
      faults.add(
          "Cannot reuse %s: only stored outputs are kept (must be --out [NAME=]URI with --reuse)",
          outputs.toStandardOutput().isEmpty() ? "what is only shown" : "standard output");
    }
    Collection<DataLocation> stored = isStream ? List.of() : outputs.locations().values();
    Stream.concat(inputs.stream().map(input -> input.stored().location()), stored.stream())
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

  /**
   * What earlier runs left; empty when the request does not ask for it.
   *
   * @param planned what is known of the run
   * @throws dev.p3.fault.BadUsageException when it is not to be reused, and not to be replaced
   */
  Optional<ReusableOutputs> earlier(Supplier<RunManifest> planned, OutputPlanner outputs) {
    if (!request.reuse()) {
      return Optional.empty();
    }
    ReusableOutputs earlier = ReusableOutputs.look(planned.get(), outputs.locations(), hadoop);
    if (!earlier.areReusable() && !mayReplace(Optional.of(earlier))) {
      earlier
          .refusals()
          .forEach(
              refusal ->
                  faults.add(refusal + ". Pass --overwrite too, to run again and replace it"));
      faults.throwIfAny();
    }
    return Optional.of(earlier);
  }

  /** Whether the run may replace what is there. */
  boolean mayReplace(Optional<ReusableOutputs> earlier) {
    return request.overwrite() || earlier.filter(ReusableOutputs::mayBeReplaced).isPresent();
  }
}
