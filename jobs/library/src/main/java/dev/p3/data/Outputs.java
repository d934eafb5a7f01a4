package dev.p3.data;

import dev.p3.job.BadUsageException;
import org.apache.hadoop.conf.Configuration;

/** Picks what writes to a location. */
public final class Outputs {
  private Outputs() {}

  /**
   * Checks that an output can be written, before any work is done.
   *
   * @param overwrite whether an output that exists may be replaced; a topic is added to, always
   * @throws BadUsageException when it exists and may not be replaced, or cannot be reached
   */
  public static Output prepare(DataLocation location, boolean overwrite, Configuration hadoop) {
    return switch (location.source().orElse("")) {
      case "" -> StagedOutput.prepare(location, overwrite, hadoop);
      case JdbcTable.SOURCE -> JdbcOutput.prepare(location, overwrite);
      case KafkaTopic.SOURCE -> KafkaOutput.prepare(location);
      default -> new InstalledOutput(location, overwrite);
    };
  }

  /**
   * Checks that batches can be added to an output; it may exist.
   *
   * @throws BadUsageException when it cannot be reached, or cannot tell which batches it has
   */
  public static StreamOutput prepareStream(DataLocation location, Configuration hadoop) {
    return switch (location.source().orElse("")) {
      case "" -> BatchedOutput.prepare(location, hadoop);
      case JdbcTable.SOURCE -> JdbcStreamOutput.prepare(location);
      case KafkaTopic.SOURCE -> KafkaStreamOutput.prepare(location);
      default -> InstalledOutput.stream(location);
    };
  }

  static BadUsageException exists(DataLocation location) {
    return new BadUsageException(
        "Cannot write '%s': it exists; pass --overwrite to replace it".formatted(location.text()));
  }
}
