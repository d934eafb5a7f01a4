package dev.p3.data.jdbc;

import dev.p3.data.DataLocation;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.table.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * Moves staged rows to the table of an output, all or none: in one transaction.
 *
 * @param existing what becomes of rows that are there
 * @param kept the rows to move
 * @param schema of the rows
 */
record JdbcMove(
    JdbcTable table,
    Existing existing,
    JdbcTable staging,
    JdbcAttempts.Kept kept,
    StructType schema) {
  /**
   * The states of a transaction that the database has undone by itself: it could not be fitted in,
   * or a constraint that is checked at its end does not hold. 40003 says that nobody knows.
   */
  private static final Pattern ROLLED_BACK = Pattern.compile("(?!40003)(40|23)...");

  /** What becomes of rows that are there. */
  enum Existing {
    REFUSE,
    REPLACE,
    KEEP
  }

  /** What is found out within the transaction. */
  @FunctionalInterface
  interface Question {
    boolean isSo(Connection connection) throws SQLException;
  }

  /**
   * Makes the rows appear.
   *
   * @param isDue whether the rows are to be added
   * @param create makes the table where there is none
   * @throws JobFailedException when they do not, or nobody knows
   */
  void run(Question isDue, Runnable create) {
    boolean isNew = false;
    try (Connection connection = table.connect()) {
      isNew = !table.exists(connection) && isCreated(connection, create);
      move(connection, isDue);
      isNew = false; // nobody knows from here on, until the database says
      commit(connection);
    } catch (SQLException e) {
      throw notAdded(e);
    } finally {
      if (isNew) {
        JdbcDrop.ifEmpty(table);
      }
    }
  }

  /** False when somebody else has made it at the same time. */
  private boolean isCreated(Connection connection, Runnable create) {
    try {
      create.run();
      return true;
    } catch (Exception e) { // Spark throws those of drivers without saying so
      if (table.exists(connection)) {
        return false;
      }
      throw e;
    }
  }

  private void move(Connection connection, Question isDue) throws SQLException {
    Map<String, String> columns = columns(connection, table, schema);
    try {
      begin(connection);
      if (isDue.isSo(connection)) {
        table.execute(
            connection,
            "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s",
            quoted(columns.values()),
            quoted(columns.keySet()),
            staging.name(),
            kept.condition(staging));
      }
    } catch (SQLException | JobFailedException e) {
      connection.rollback();
      throw e;
    }
  }

  private void begin(Connection connection) throws SQLException {
    if (existing == Existing.KEEP) {
      connection.setAutoCommit(false);
      return;
    }
    table.beginAlone(connection);
    if (existing == Existing.REPLACE) {
      table.execute(connection, "DELETE FROM %s");
    } else if (!table.isEmpty(connection)) {
      // It was empty when this run began.
      throw new JobFailedException(
          hasRows(table.location()) + "; none of this run's rows was added");
    }
  }

  private void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (ROLLED_BACK.matcher(String.valueOf(e.getSQLState())).matches()) {
        throw notAdded(e);
      }
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': the database does not say whether it has added its rows, all or none (%s)",
              table.location().text(),
              JdbcTable.reason(e)),
          e);
    }
  }

  private JobFailedException notAdded(SQLException e) {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot finish output '%s': %s; none of its rows was added",
            table.location().text(),
            JdbcTable.reason(e)),
        e);
  }

  /** The fault of a table that has rows, which is neither replaced nor added to. */
  static String hasRows(DataLocation location) {
    return String.format(
        Locale.ROOT,
        "Cannot write '%s': the table has rows; pass --overwrite to replace them, or write jdbc,mode=append,… to add to them",
        location.text());
  }

  /** The table's own name for each written column, which may differ in case. */
  static Map<String, String> columns(Connection connection, JdbcTable table, StructType schema)
      throws SQLException {
    List<String> there = table.columns(connection);
    var missing = new ArrayList<String>();
    var columns = new LinkedHashMap<String, String>();
    for (String wanted : schema.fieldNames()) {
      Columns.among(wanted, there)
          .ifPresentOrElse(name -> columns.put(wanted, name), () -> missing.add(wanted));
    }
    if (!missing.isEmpty()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot write '%s': the table has no column %s (its columns are %s)",
              table.location().text(),
              String.join(", ", missing),
              String.join(", ", there)));
    }
    return columns;
  }

  private String quoted(Collection<String> columns) {
    return columns.stream().map(table.dialect()::quoteIdentifier).collect(Collectors.joining(", "));
  }
}
