package dev.p3.data.jdbc;

import dev.p3.fault.BadUsageException;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Drops tables that are no result; where it cannot, it says so in the log. */
final class JdbcDrop {
  private static final Logger LOG = LogManager.getLogger(JdbcDrop.class);

  private JdbcDrop() {}

  /**
   * Drops the table that this run has made in vain, unless somebody else has found it meanwhile and
   * writes to it; it stays, empty, where the database cannot tell.
   */
  static void ifEmpty(JdbcTable table) {
    try (Connection connection = table.connect()) {
      if (table.beginAlone(connection) && table.isEmpty(connection)) {
        table.execute(connection, "DROP TABLE %s");
        connection.commit();
      } else {
        connection.rollback();
      }
    } catch (SQLException | BadUsageException e) {
      LOG.warn("Cannot drop table {}: {}", table.name(), why(e));
    }
  }

  /** Best effort: what is left takes room, and is taken for no result. */
  static void ofStaging(JdbcTable table) {
    try (Connection connection = table.connect()) {
      if (table.exists(connection)) {
        table.execute(connection, "DROP TABLE %s");
      }
    } catch (SQLException | BadUsageException e) {
      LOG.warn("Cannot drop table {}: {}", table.name(), why(e));
    }
  }

  private static String why(Exception failure) {
    return failure instanceof SQLException said ? JdbcTable.reason(said) : failure.getMessage();
  }
}
