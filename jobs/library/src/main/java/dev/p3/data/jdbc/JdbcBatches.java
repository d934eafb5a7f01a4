package dev.p3.data.jdbc;

import dev.p3.data.StreamOutput;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** The table {@code p3_batches}, in which a database remembers which batches of streams it has. */
final class JdbcBatches {
  private static final String TABLE = "p3_batches";
  private static final String CONTENT = "content";

  private JdbcBatches() {}

  /**
   * A batch of an output of a stream.
   *
   * @param batch of the stream
   * @param output the name of the table, as the user wrote it
   */
  record Key(StreamOutput.Batch batch, String output) {
    String stream() {
      return batch.stream();
    }

    long number() {
      return batch.number();
    }
  }

  /** Makes the table where it is not there yet, beside the table of an output. */
  static void prepare(Connection connection, JdbcTable output) throws SQLException {
    JdbcTable batches = output.beside(TABLE);
    batches.createIfMissing(
        connection,
        "stream VARCHAR(64) NOT NULL, output VARCHAR(190) NOT NULL, batch BIGINT NOT NULL, content VARCHAR(64), PRIMARY KEY (stream, output, batch)");
    if (batches.columns(connection).stream().noneMatch(CONTENT::equalsIgnoreCase)) {
      batches.execute(connection, "ALTER TABLE %s ADD content VARCHAR(64)"); // of an older p3
    }
  }

  /**
   * Notes a batch, in the transaction that adds its rows.
   *
   * @return false when it is there already
   * @throws dev.p3.fault.JobFailedException when one of its number is there with other content
   */
  static boolean add(Connection connection, JdbcTable output, Key batch) throws SQLException {
    String table = output.beside(TABLE).name();
    try (PreparedStatement query =
        connection.prepareStatement(
            String.format(
                Locale.ROOT,
                "SELECT content FROM %s WHERE stream = ? AND output = ? AND batch = ?",
                table))) {
      set(query, batch);
      try (ResultSet found = query.executeQuery()) {
        if (found.next()) {
          String content = found.getString(1);
          if (content != null && !content.equals(batch.batch().content())) {
            throw batch.batch().differs(output.location());
          }
          return false;
        }
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            String.format(
                Locale.ROOT,
                "INSERT INTO %s (stream, output, batch, content) VALUES (?, ?, ?, ?)",
                table))) {
      set(insert, batch);
      insert.setString(4, batch.batch().content());
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
