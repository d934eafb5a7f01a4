package dev.p3.data.connect;

import dev.p3.data.Ability;
import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.Place;
import dev.p3.data.StoredInput;
import dev.p3.data.StreamOutput;
import dev.p3.data.files.FileConnector;
import dev.p3.data.installed.InstalledConnector;
import dev.p3.data.jdbc.JdbcConnector;
import dev.p3.data.kafka.KafkaConnector;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The kinds of storage: one line each. */
public final class Connectors {
  /** The first that takes a location has it. */
  private static final List<Connector> ALL =
      List.of(
          new FileConnector(), new JdbcConnector(), new KafkaConnector(), new InstalledConnector());

  private Connectors() {}

  /** The kind of storage that a location names. */
  public static Connector of(DataLocation location) {
    return ALL.stream().filter(each -> each.takes(location)).findFirst().orElseThrow();
  }

  /** Whether a location's kind of storage has an ability for it. */
  public static boolean can(Ability ability, DataLocation location) {
    return of(location).abilities(location).contains(ability);
  }

  /** Where a location is, however it is spelled; asks no store. */
  public static Place place(DataLocation location, Configuration hadoop) {
    return of(location).place(location, hadoop);
  }

  /**
   * Looks an input up.
   *
   * @throws dev.p3.fault.BadUsageException when it is known that nothing can be read there
   */
  public static StoredInput find(DataLocation location, Configuration hadoop) {
    return of(location).find(location, hadoop);
  }

  /**
   * Checks that an output can be written, before any work is done.
   *
   * @throws dev.p3.fault.BadUsageException when it exists and is not to be replaced, or cannot be
   *     reached
   */
  public static Output output(
      DataLocation location, Connector.Existing existing, Configuration hadoop) {
    return of(location).output(location, existing, hadoop);
  }

  /**
   * Checks that batches can be added to an output; it may exist.
   *
   * @throws dev.p3.fault.BadUsageException when it cannot be reached, or cannot recognise a
   *     repeated batch
   */
  public static StreamOutput streamOutput(DataLocation location, Configuration hadoop) {
    return of(location).streamOutput(location, hadoop);
  }
}
