package dev.p3.data.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** The table {@code p3_batches}, in which a database remembers which batches of streams it has. */
final class JdbcBatches {
  private static final String TABLE = "p3_batches";

  private JdbcBatches() {}

  /**
   * A batch of an output of a stream.
   *
   * @param output the name of the table, as the user wrote it
   */
  record Key(String stream, String output, long number) {}

  /** Makes the table where it is not there yet, beside the table of an output. */
  static void prepare(Connection connection, JdbcTable output) throws SQLException {
    output
        .beside(TABLE)
        .createIfMissing(
            connection,
            "stream VARCHAR(64) NOT NULL, output VARCHAR(190) NOT NULL, batch BIGINT NOT NULL, PRIMARY KEY (stream, output, batch)");
  }

  /**
   * Notes a batch, in the transaction that adds its rows.
   *
   * @return false when it is there already
   */
  static boolean add(Connection connection, JdbcTable output, Key batch) throws SQLException {
    String table = output.beside(TABLE).name();
    try (PreparedStatement query =
        connection.prepareStatement(
            String.format(
                Locale.ROOT,
                "SELECT batch FROM %s WHERE stream = ? AND output = ? AND batch = ?",
                table))) {
      set(query, batch);
      try (ResultSet found = query.executeQuery()) {
        if (found.next()) {
          return false;
        }
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            String.format(
                Locale.ROOT, "INSERT INTO %s (stream, output, batch) VALUES (?, ?, ?)", table))) {
      set(insert, batch);
      insert.executeUpdate();
      return true;
    }
  }

  private static void set(PreparedStatement statement, Key batch) throws SQLException {
    statement.setString(1, batch.stream());
    statement.setString(2, batch.output());
    statement.setLong(3, batch.number());
  }
}
