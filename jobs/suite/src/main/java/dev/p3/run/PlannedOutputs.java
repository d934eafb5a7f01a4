package dev.p3.run;

import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import java.util.Map;
import java.util.Optional;

/**
 * Where the outputs of a run go; those that are named nowhere are left out, or shown when all are.
 *
 * @param stored written to storage, by name
 * @param streams where the batches of a stream are added instead, by name
 * @param toStandardOutput the name of the output that goes to standard output
 */
public record PlannedOutputs(
    Map<String, Output> stored,
    Map<String, StreamOutput> streams,
    Optional<String> toStandardOutput) {
  /** Outputs that are all written to storage. */
  public static PlannedOutputs stored(Map<String, Output> outputs) {
    return new PlannedOutputs(outputs, Map.of(), Optional.empty());
  }

  /** Whether all outputs are shown, because none is written. */
  public boolean areShown() {
    return stored.isEmpty() && toStandardOutput.isEmpty();
  }
}
