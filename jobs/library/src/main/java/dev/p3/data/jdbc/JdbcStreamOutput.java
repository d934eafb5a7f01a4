package dev.p3.data.jdbc;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.Secrets;
import dev.p3.data.StreamOutput;
import dev.p3.fault.BadUsageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** A table of a database to which the batches of a stream are added, each in one transaction. */
final class JdbcStreamOutput implements StreamOutput {
  private final JdbcTable table;
  private final JdbcLease lease;

  private JdbcStreamOutput(JdbcTable table) {
    this.table = table;
    this.lease = new JdbcLease(table);
  }

  /**
   * Connects, and makes the tables {@code p3_batches} and {@code p3_streams} beside the output.
   *
   * @throws BadUsageException when the database cannot be reached, or refuses
   */
  public static JdbcStreamOutput prepare(DataLocation location) {
    JdbcTable table = JdbcOutput.tableOf(location);
    try (Connection connection = table.connect()) {
      JdbcOutput.requireTransactions(connection, location);
      JdbcBatches.prepare(connection, table);
      JdbcLease.prepare(connection, table);
    } catch (SQLException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': the tables p3_batches and p3_streams, which remember batches, cannot be made (%s)",
              location.text(),
              JdbcTable.reason(e)));
    }
    return new JdbcStreamOutput(table);
  }

  @Override
  public DataLocation location() {
    return table.location();
  }

  @Override
  public String place() {
    return Secrets.masked(table.url()) + " " + table.name();
  }

  @Override
  public Output batch(Batch batch) {
    return JdbcOutput.ofBatch(table, lease, new JdbcBatches.Key(batch, table.name()));
  }
}
