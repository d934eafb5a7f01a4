package dev.p3.job;

import dev.p3.fault.BadUsageException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The named inputs of one run. Immutable; Datasets are lazy. */
public final class Inputs {
  private final Map<String, Dataset<Row>> byName;

  /**
   * @param byName the inputs that there are; an optional one that was not given is left out
   */
  public Inputs(Map<String, Dataset<Row>> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * A required input.
   *
   * @throws BadUsageException when it is not there, which a run from the command line rules out
   */
  public Dataset<Row> required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new BadUsageException(String.format(Locale.ROOT, "Missing input '%s'", name)));
  }

  /** An input that may be absent; empty when it is. */
  public Optional<Dataset<Row>> optional(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
