package dev.p3.data.jdbc;

import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.table.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
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
  private static final Logger LOG = LogManager.getLogger(JdbcOutput.class);
  private static final String MODE = "mode";
  private static final String APPEND = "append";

  /** How the state of a transaction begins that the database has undone by itself. */
  private static final String ROLLED_BACK = "40";

  private final JdbcTable table;
  private final JdbcTable staging;
  private final Mode mode;
  private final Optional<JdbcLease> lease;
  private final Optional<JdbcBatches.Key> batch;
  private JdbcAttempts.Kept kept;
  private StructType schema;
  private SparkSession spark;

  /** What becomes of rows that are there. */
  private enum Mode {
    REFUSE,
    REPLACE,
    KEEP
  }

  private JdbcOutput(
      JdbcTable table,
      JdbcTable staging,
      Mode mode,
      Optional<JdbcLease> lease,
      Optional<JdbcBatches.Key> batch) {
    this.table = table;
    this.staging = staging;
    this.mode = mode;
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
    Mode mode = appends(location) ? Mode.KEEP : overwrite ? Mode.REPLACE : Mode.REFUSE;
    try (Connection connection = table.connect()) {
      requireTransactions(connection, location);
      if (mode == Mode.REFUSE && table.exists(connection) && !table.isEmpty(connection)) {
        throw new BadUsageException(hasRows(location));
      }
    } catch (SQLException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Cannot write '%s': %s", location.text(), JdbcTable.reason(e)));
    }
    String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    return new JdbcOutput(
        table, table.beside("p3_" + suffix), mode, Optional.empty(), Optional.empty());
  }

  private static String hasRows(DataLocation location) {
    return String.format(
        Locale.ROOT,
        "Cannot write '%s': the table has rows; pass --overwrite to replace them, or write jdbc,mode=append,… to add to them",
        location.text());
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
        table, lease.staging(), Mode.KEEP, Optional.of(lease), Optional.of(batch));
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

  private static boolean appends(DataLocation location) {
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
    return mode != null;
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
    left.ifPresent(JdbcOutput::drop);
  }

  @Override
  public void commit() {
    boolean isNew = false;
    try (Connection connection = table.connect()) {
      isNew = !table.exists(connection);
      if (isNew) {
        table.write(spark.createDataFrame(List.<Row>of(), schema), SaveMode.Append);
      }
      move(connection);
      isNew = false; // nobody knows from here on, until the database says
      commit(connection);
    } catch (SQLException e) {
      throw notAdded(e);
    } finally {
      if (isNew) {
        dropIfEmpty();
      }
      drop(staging);
    }
  }

  private void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).startsWith(ROLLED_BACK)) {
        throw notAdded(e);
      }
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot finish output '%s': the database does not say whether it has added its rows, all or none (%s)",
              location().text(),
              JdbcTable.reason(e)),
          e);
    }
  }

  private JobFailedException notAdded(SQLException e) {
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot finish output '%s': %s; none of its rows was added",
            location().text(),
            JdbcTable.reason(e)),
        e);
  }

  @Override
  public void discard() {
    drop(staging);
  }

  @Override
  public Dataset<Row> read(SparkSession session, StructType written) {
    return table
        .read(session)
        .select(Stream.of(written.fieldNames()).map(Columns::named).toArray(Column[]::new));
  }

  /** Everything that makes the rows appear, but for the end of the transaction. */
  private void move(Connection connection) throws SQLException {
    Map<String, String> columns = columns(connection);
    try {
      if (begin(connection)) {
        execute(
            connection,
            String.format(
                Locale.ROOT,
                "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s",
                table.name(),
                quoted(List.copyOf(columns.values())),
                quoted(List.copyOf(columns.keySet())),
                staging.name(),
                kept.condition(staging)));
      }
    } catch (SQLException | JobFailedException e) {
      connection.rollback();
      throw e;
    }
  }

  /**
   * Begins the transaction.
   *
   * @return whether the rows are to be added
   */
  private boolean begin(Connection connection) throws SQLException {
    if (mode == Mode.KEEP) {
      connection.setAutoCommit(false);
    } else {
      table.beginAlone(connection);
    }
    if (mode == Mode.REPLACE) {
      execute(connection, "DELETE FROM " + table.name());
    } else if (mode == Mode.REFUSE && !table.isEmpty(connection)) {
      // It was empty when this run began.
      throw new JobFailedException(hasRows(location()) + "; none of this run's rows was added");
    }
    if (batch.isEmpty()) {
      return true;
    }
    lease.orElseThrow().hold(connection, batch.get());
    return JdbcBatches.add(connection, table, batch.get());
  }

  /** A table that is there has to have the columns. */
  private void requireColumns() {
    try (Connection connection = table.connect()) {
      if (table.exists(connection)) {
        columns(connection);
      }
    } catch (SQLException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Cannot write '%s': %s", location().text(), JdbcTable.reason(e)));
    }
  }

  /** The table's own name for each written column, which may differ in case. */
  private Map<String, String> columns(Connection connection) throws SQLException {
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
              location().text(),
              String.join(", ", missing),
              String.join(", ", there)));
    }
    return columns;
  }

  private String quoted(List<String> columns) {
    return columns.stream().map(table.dialect()::quoteIdentifier).collect(Collectors.joining(", "));
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.executeUpdate();
    }
  }

  /**
   * Drops the table that this run has made in vain, unless somebody else has found it meanwhile and
   * writes to it; it stays, empty, where the database cannot tell.
   */
  private void dropIfEmpty() {
    try (Connection connection = table.connect()) {
      if (table.beginAlone(connection) && table.isEmpty(connection)) {
        execute(connection, "DROP TABLE " + table.name());
        connection.commit();
      } else {
        connection.rollback();
      }
    } catch (SQLException | BadUsageException e) {
      LOG.warn("Cannot drop table {}: {}", table.name(), why(e));
    }
  }

  /** Best effort: what is left takes room, and is taken for no result. */
  private static void drop(JdbcTable table) {
    try (Connection connection = table.connect()) {
      if (table.exists(connection)) {
        execute(connection, "DROP TABLE " + table.name());
      }
    } catch (SQLException | BadUsageException e) {
      LOG.warn("Cannot drop table {}: {}", table.name(), why(e));
    }
  }

  private static String why(Exception failure) {
    return failure instanceof SQLException said ? JdbcTable.reason(said) : failure.getMessage();
  }
}
