package dev.p3.data;

import dev.p3.fault.BadUsageException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A kind of storage: how its inputs are found and read, and its outputs written. A store is added
 * by a package with one of these, and one line in {@link dev.p3.data.connect.Connectors}.
 *
 * <p>A connector has no state and is thread-safe. Methods that are given a location are given only
 * those that it {@link #takes}; they throw {@link BadUsageException} when what the user wrote
 * cannot be done.
 */
public interface Connector {
  /**
   * Whether a location is of this kind. The first connector of the registry that says so has it.
   */
  boolean takes(DataLocation location);

  /** What can be done with a location; asks no store. */
  Set<Ability> abilities(DataLocation location);

  /** Settings that Spark needs for a location, unless the user has set them otherwise. */
  default Map<String, String> settings(DataLocation location) {
    return Map.of();
  }

  /**
   * Looks an input up, as far as that can be done without starting Spark.
   *
   * @throws BadUsageException when it is known that nothing can be read there
   */
  StoredInput find(DataLocation location, Configuration hadoop);

  /** Where a location is, however it is spelled; asks no store. */
  default Place place(DataLocation location, Configuration hadoop) {
    return Place.ofPath(new Path(location.path()), hadoop);
  }

  /**
   * Checks that an input can be read in a form, as far as its location tells: its format is known,
   * and its options are.
   *
   * @throws BadUsageException naming every fault
   */
  default void check(StoredInput input, Form form) {}

  /**
   * The rows of an input with {@link Ability#COLUMNS}.
   *
   * @throws BadUsageException when they cannot be read
   */
  Dataset<Row> table(StoredInput input, InputReading reading);

  /** Whether rows may leave columns out that are null, so that inputs need not agree on them. */
  default boolean omitsNulls(StoredInput input) {
    return false;
  }

  /**
   * The lines of an input with {@link Ability#LINES}: one column {@code value} of BINARY,
   * undecoded.
   *
   * @param encoding decides where lines end
   */
  default Dataset<Row> lines(StoredInput input, Charset encoding, InputReading reading) {
    throw new UnsupportedOperationException(input.location() + " has no lines");
  }

  /**
   * The same lines, of which a value may hold many, with their line ends, where that takes less
   * time.
   */
  default Dataset<Row> blocks(StoredInput input, Charset encoding, InputReading reading) {
    return lines(input, encoding, reading);
  }

  /**
   * Every row of an input as text, with what is wrong with its form; {@link
   * dev.p3.data.raw.RawRows} has the columns.
   *
   * @param columns the names of the wanted columns, as the rows are to have them
   * @throws BadUsageException naming every column that is missing
   */
  Dataset<Row> raw(StoredInput input, List<String> columns, InputReading reading);

  /**
   * Checks that an output can be written, before any work is done.
   *
   * @throws BadUsageException when it exists and is not to be replaced, or cannot be reached
   */
  Output output(DataLocation location, Existing existing, Configuration hadoop);

  /**
   * Checks that batches can be added to an output; it may exist.
   *
   * @throws BadUsageException when it cannot be reached, or cannot recognise a repeated batch
   */
  StreamOutput streamOutput(DataLocation location, Configuration hadoop);

  /** What arrives at an input with {@link Ability#TELLS_WHAT_IS_NEW}. */
  default StreamSource streamSource(StoredInput input, SparkSession spark) {
    throw new UnsupportedOperationException(input.location() + " does not tell what is new");
  }

  /** How an input is read. */
  enum Form {
    LINES,
    TABLE,
    RAW
  }

  /** What becomes of an output that exists. */
  enum Existing {
    REFUSE,
    REPLACE
  }
}
