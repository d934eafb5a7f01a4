package dev.p3.job;

import dev.p3.fault.BadUsageException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The named inputs of one run. */
public final class Inputs {
  private final Map<String, Dataset<Row>> byName;

  public Inputs(Map<String, Dataset<Row>> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** A required input; whoever runs the job has made sure that it is there. */
  public Dataset<Row> required(String name) {
    return optional(name)
        .orElseThrow(() -> new BadUsageException("Missing input '%s'".formatted(name)));
  }

  /** An input that may be absent. */
  public Optional<Dataset<Row>> optional(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
