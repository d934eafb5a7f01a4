package dev.p3.data.connect;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.StreamOutput;
import dev.p3.data.files.BatchDirectoryOutput;
import dev.p3.data.files.StagedOutput;
import dev.p3.data.installed.InstalledOutput;
import dev.p3.data.jdbc.JdbcOutput;
import dev.p3.data.jdbc.JdbcStreamOutput;
import dev.p3.data.jdbc.JdbcTable;
import dev.p3.data.kafka.KafkaOutput;
import dev.p3.data.kafka.KafkaStreamOutput;
import dev.p3.data.kafka.KafkaTopic;
import dev.p3.fault.BadUsageException;
import org.apache.hadoop.conf.Configuration;

/** Picks what writes to a location. */
public final class Connectors {
  private Connectors() {}

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
      case "" -> BatchDirectoryOutput.prepare(location, hadoop);
      case JdbcTable.SOURCE -> JdbcStreamOutput.prepare(location);
      case KafkaTopic.SOURCE -> KafkaStreamOutput.prepare(location);
      default -> InstalledOutput.stream(location);
    };
  }

  public static BadUsageException exists(DataLocation location) {
    return new BadUsageException(
        "Cannot write '%s': it exists; pass --overwrite to replace it".formatted(location.text()));
  }
}
