package dev.p3.data.jdbc;

import dev.p3.data.Lease;
import dev.p3.fault.JobFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which driver may add batches of a stream to a table: the one that was started last. The table
 * {@code p3_streams} names it, and a transaction that adds a batch holds the row that does, so that
 * a driver that was paused or thought dead adds nothing any more.
 */
final class JdbcLease {
  private static final String TABLE = "p3_streams";
  private static final String ROW = " WHERE stream = ? AND output = ?";

  private final JdbcTable output;
  private final String owner = Lease.newOwner();
  private boolean isClaimed;

  /** One for each start of a driver. */
  JdbcLease(JdbcTable output) {
    this.output = output;
  }

  /** Makes the table where it is not there yet, beside the table of an output. */
  static void prepare(Connection connection, JdbcTable output) throws SQLException {
    output
        .beside(TABLE)
        .createIfMissing(
            connection,
            "stream VARCHAR(64) NOT NULL, output VARCHAR(190) NOT NULL, owner VARCHAR(16) NOT NULL, PRIMARY KEY (stream, output)");
  }

  /**
   * Where this driver, and no other, stages the rows of a batch: those of a task of the batch
   * before that ends late go elsewhere.
   */
  JdbcTable staging(JdbcBatches.Key batch) {
    return stagingOf(owner, batch);
  }

  private JdbcTable stagingOf(String driver, JdbcBatches.Key batch) {
    return output.beside(String.format(Locale.ROOT, "p3_s%s_%d", driver, batch.number()));
  }

  /**
   * Takes the stream over, once; later only sees that nobody else has.
   *
   * @return what the driver before may have left staged
   * @throws JobFailedException when another driver was started since
   */
  Optional<JdbcTable> claim(Connection connection, JdbcBatches.Key batch) throws SQLException {
    Optional<String> before = owner(connection, batch);
    if (isClaimed) {
      if (!before.equals(Optional.of(owner))) {
        throw lost();
      }
      return Optional.empty();
    }
    if (!isSet(connection, "UPDATE %s SET owner = ?" + ROW, batch)) {
      try {
        isSet(connection, "INSERT INTO %s (owner, stream, output) VALUES (?, ?, ?)", batch);
      } catch (SQLException e) {
        // Another driver begins the stream at the same time.
        if (!isSet(connection, "UPDATE %s SET owner = ?" + ROW, batch)) {
          throw e;
        }
      }
    }
    isClaimed = true;
    return before.map(driver -> stagingOf(driver, batch));
  }

  /**
   * Sees that the stream is still this driver's, and that it stays so until the transaction ends.
   *
   * @throws JobFailedException when another driver was started since
   */
  void hold(Connection connection, JdbcBatches.Key batch) throws SQLException {
    try (PreparedStatement update =
        prepared(connection, "UPDATE %s SET owner = ?" + ROW + " AND owner = ?")) {
      update.setString(1, owner);
      update.setString(2, batch.stream());
      update.setString(3, batch.output());
      update.setString(4, owner);
      if (update.executeUpdate() == 0) {
        throw lost();
      }
    }
  }

  private boolean isSet(Connection connection, String change, JdbcBatches.Key batch)
      throws SQLException {
    try (PreparedStatement update = prepared(connection, change)) {
      update.setString(1, owner);
      update.setString(2, batch.stream());
      update.setString(3, batch.output());
      return update.executeUpdate() > 0;
    }
  }

  private Optional<String> owner(Connection connection, JdbcBatches.Key batch) throws SQLException {
    try (PreparedStatement query = prepared(connection, "SELECT owner FROM %s" + ROW)) {
      query.setString(1, batch.stream());
      query.setString(2, batch.output());
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
      }
    }
  }

  private PreparedStatement prepared(Connection connection, String statement) throws SQLException {
    return connection.prepareStatement(
        String.format(Locale.ROOT, statement, output.beside(TABLE).name()));
  }

  private JobFailedException lost() {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot add to '%s': another driver of this stream was started since and has taken over; none of this one's rows was added",
            output.location().text()));
  }
}
