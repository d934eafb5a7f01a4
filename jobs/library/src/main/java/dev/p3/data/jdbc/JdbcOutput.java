package dev.p3.data.jdbc;

import dev.p3.data.DataLocation;
import dev.p3.data.Lease;
import dev.p3.data.Output;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.table.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that appear in a table of a database in one transaction.
 *
 * <p>Spark writes them to a table beside the output, each task in a transaction of its own, with
 * the task's number and attempt on every row. Committing takes one attempt of each task, however
 * many were made, and moves the rows over; for a batch of a stream it notes in the same transaction
 * that the batch is there, so that it is never added again.
 *
 * <p>Cost: the rows are written twice in the database. A run that is killed may leave the table
 * beside, named {@code p3_…}; that of a stream is dropped by its next run.
 */
final class JdbcOutput implements Output {
  private static final String MODE = "mode";
  private static final String APPEND = "append";

  private final JdbcTable table;
  private final JdbcTable staging;
  private final JdbcMove.Existing existing;
  private final Optional<JdbcLease> lease;
  private final Optional<JdbcBatches.Key> batch;
  private JdbcAttempts.Kept kept;
  private StructType schema;
  private SparkSession spark;

  private JdbcOutput(
      JdbcTable table,
      JdbcTable staging,
      JdbcMove.Existing existing,
      Optional<JdbcLease> lease,
      Optional<JdbcBatches.Key> batch) {
    this.table = table;
    this.staging = staging;
    this.existing = existing;
    this.lease = lease;
    this.batch = batch;
  }

  /**
   * Connects, and looks whether the table is there.
   *
   * @param overwrite whether the rows of a table that exists may be replaced; its columns stay
   * @throws BadUsageException when it cannot be reached, or has rows that may not be replaced and
   *     are not to be added to
   */
  public static JdbcOutput prepare(DataLocation location, boolean overwrite) {
    JdbcTable table = tableOf(location);
    JdbcMove.Existing existing = existing(location, overwrite);
    try (Connection connection = table.connect()) {
      requireTransactions(connection, location);
      if (existing == JdbcMove.Existing.REFUSE
          && table.exists(connection)
          && !table.isEmpty(connection)) {
        throw new BadUsageException(JdbcMove.hasRows(location));
      }
    } catch (SQLException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Cannot write '%s': %s", location.text(), JdbcTable.reason(e)));
    }
    String suffix = Lease.newOwner();
    return new JdbcOutput(
        table, table.beside("p3_" + suffix), existing, Optional.empty(), Optional.empty());
  }

  /**
   * Without transactions rows would show in part.
   *
   * @throws BadUsageException when the database has none
   */
  static void requireTransactions(Connection connection, DataLocation location)
      throws SQLException {
    if (!connection.getMetaData().supportsTransactions()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': the database has no transactions, so that a run that fails would leave a part of its rows; write files, and load them by the database's own means",
              location.text()));
    }
  }

  /** For a batch of a stream, of which a table says whether it is there already. */
  static JdbcOutput ofBatch(JdbcTable table, JdbcLease lease, JdbcBatches.Key batch) {
    return new JdbcOutput(
        table,
        lease.staging(batch),
        JdbcMove.Existing.KEEP,
        Optional.of(lease),
        Optional.of(batch));
  }

  /** The table to write to; options that are p3's own are taken out. */
  static JdbcTable tableOf(DataLocation location) {
    var options = new HashMap<>(location.options());
    options.remove(MODE);
    JdbcTable table = JdbcTable.of(location.withOptions(options));
    if (table.name().isEmpty()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': it names no table; write jdbc,dbtable=NAME:…",
              location.text()));
    }
    return table;
  }

  private static JdbcMove.Existing existing(DataLocation location, boolean overwrite) {
    String mode = location.options().get(MODE);
    if (mode != null && !mode.equals(APPEND)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Invalid option mode of '%s': '%s' (must be %s)",
              location.text(),
              mode,
              APPEND));
    }
    if (mode != null) {
      return JdbcMove.Existing.KEEP;
    }
    return overwrite ? JdbcMove.Existing.REPLACE : JdbcMove.Existing.REFUSE;
  }

  @Override
  public DataLocation location() {
    return table.location();
  }

  @Override
  public Written write(Dataset<Row> written) {
    schema = written.schema();
    spark = written.sparkSession();
    requireColumns();
    claim();
    staging.write(JdbcAttempts.marked(written), SaveMode.Overwrite);
    try (Connection connection = staging.connect()) {
      kept = JdbcAttempts.keepLast(connection, staging);
      return Written.rows(kept.rows());
    } catch (SQLException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT, "Cannot write '%s': %s", location().text(), JdbcTable.reason(e)),
          e);
    }
  }

  private void claim() {
    if (lease.isEmpty()) {
      return;
    }
    Optional<JdbcTable> left;
    try (Connection connection = table.connect()) {
      left = lease.get().claim(connection, batch.orElseThrow());
    } catch (SQLException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT, "Cannot write '%s': %s", location().text(), JdbcTable.reason(e)),
          e);
    }
    left.ifPresent(JdbcDrop::ofStaging);
  }

  @Override
  public void commit() {
    try {
      new JdbcMove(table, existing, staging, kept, schema).run(this::isDue, this::create);
    } finally {
      JdbcDrop.ofStaging(staging);
    }
  }

  private void create() {
    table.write(spark.createDataFrame(List.<Row>of(), schema), SaveMode.Append);
  }

  /** Whether the rows are not there yet; asked within the transaction that adds them. */
  private boolean isDue(Connection connection) throws SQLException {
    if (batch.isEmpty()) {
      return true;
    }
    lease.orElseThrow().hold(connection, batch.get());
    return JdbcBatches.add(connection, table, batch.get());
  }

  @Override
  public void discard() {
    JdbcDrop.ofStaging(staging);
  }

  @Override
  public Dataset<Row> read(SparkSession session, StructType written) {
    return table
        .read(session)
        .select(Stream.of(written.fieldNames()).map(Columns::named).toArray(Column[]::new));
  }

  /** A table that is there has to have the columns. */
  private void requireColumns() {
    try (Connection connection = table.connect()) {
      if (table.exists(connection)) {
        JdbcMove.columns(connection, table, schema);
      }
    } catch (SQLException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Cannot write '%s': %s", location().text(), JdbcTable.reason(e)));
    }
  }
}
