package dev.p3.data.jdbc;

import dev.p3.data.DataLocation;
import dev.p3.data.Secrets;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.jdbc.JdbcDialects;

/**
 * A table of a database: {@code jdbc,dbtable=NAME[,user=…][,passwordFile=…][,OPTION=VALUE…]:REST},
 * where {@code jdbc:REST} is the URL that the driver takes, and the options are those of Spark's
 * JDBC source.
 *
 * @param location as the user wrote it
 * @param url begins with {@code jdbc:}
 * @param options of Spark's JDBC source, without the table
 * @param name of the table as SQL takes it; empty when a query is given instead
 */
record JdbcTable(DataLocation location, String url, Map<String, String> options, String name) {
  public static final String SOURCE = "jdbc";

  private static final String TABLE = "dbtable";
  private static final String QUERY = "query";
  private static final String DRIVER = "driver";
  private static final String PASSWORD_FILE = "passwordFile";

  /** What comes before the last part of a name, quoted or not. */
  private static final Pattern QUALIFIER =
      Pattern.compile("((?:\"[^\"]*\"|`[^`]*`|\\[[^\\]]*\\]|[^.\"`\\[])+\\.)*");

  /**
   * Takes the location apart and reads the password; does not connect.
   *
   * @throws BadUsageException when it names no table and no query, or the file cannot be read
   */
  public static JdbcTable of(DataLocation location) {
    var options = new HashMap<>(location.options());
    String name = options.remove(TABLE);
    if ((name == null || name.isBlank()) && !options.containsKey(QUERY)) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot use '%s': it names no table; write jdbc,dbtable=NAME:%s",
              location.text(),
              Secrets.masked(location.path())));
    }
    String file = options.remove(PASSWORD_FILE);
    if (file != null) {
      try {
        options.put("password", Files.readString(Path.of(file)).strip());
      } catch (IOException e) {
        throw new BadUsageException(
            String.format(
                Locale.ROOT,
                "Cannot use '%s': its password file cannot be read (%s)",
                location.text(),
                Cause.firstLine(e)));
      }
    }
    String url = SOURCE + ":" + location.path();
    return new JdbcTable(location, url, Map.copyOf(options), name == null ? "" : name);
  }

  /** The name of the table in a location; empty when it names none. */
  static String named(DataLocation location) {
    return location.options().getOrDefault(TABLE, "");
  }

  /**
   * The rows.
   *
   * @throws BadUsageException when there is no driver
   */
  public Dataset<Row> read(SparkSession spark) {
    var all = new HashMap<>(sparkOptions());
    all.put("url", url);
    if (!name.isEmpty()) {
      all.put(TABLE, name);
    }
    return spark.read().format(SOURCE).options(all).load();
  }

  /**
   * Writes rows to the table by Spark, each task in a transaction.
   *
   * @throws BadUsageException when there is no driver
   */
  void write(Dataset<Row> rows, SaveMode mode) {
    var properties = new Properties();
    properties.putAll(sparkOptions());
    rows.write().mode(mode).jdbc(url, name, properties);
  }

  /** Another table beside this one, of the same schema. */
  JdbcTable beside(String other) {
    Matcher qualifier = QUALIFIER.matcher(name);
    String prefix = qualifier.lookingAt() ? qualifier.group() : "";
    return new JdbcTable(location, url, options, prefix + other);
  }

  JdbcDialect dialect() {
    return JdbcDialects.get(url);
  }

  /**
   * A connection of its own.
   *
   * @throws BadUsageException when there is no driver, or the database cannot be reached or refuses
   */
  Connection connect() {
    try {
      Connection connection = driver().connect(url, properties());
      if (connection == null) {
        throw new SQLException(
            String.format(Locale.ROOT, "driver %s does not take it", options.get(DRIVER)));
      }
      return connection;
    } catch (SQLException e) {
      throw cannotReach(reason(e));
    }
  }

  boolean exists(Connection connection) {
    try (PreparedStatement query =
            connection.prepareStatement(dialect().getTableExistsQuery(name));
        ResultSet rows = query.executeQuery()) {
      return rows.getMetaData().getColumnCount() > 0;
    } catch (SQLException e) {
      return false;
    }
  }

  boolean isEmpty(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM " + name)) {
      query.setMaxRows(1);
      try (ResultSet rows = query.executeQuery()) {
        return !rows.next();
      }
    }
  }

  /** Makes the table, which another program may do at the same time. */
  void createIfMissing(Connection connection, String columns) throws SQLException {
    if (exists(connection)) {
      return;
    }
    try {
      execute(connection, "CREATE TABLE %s (%s)", columns);
    } catch (SQLException e) {
      if (!exists(connection)) {
        throw e;
      }
    }
  }

  /**
   * Changes something.
   *
   * @param statement with %s for the name of this table, and for each of {@code others}
   */
  void execute(Connection connection, String statement, String... others) throws SQLException {
    var names = new ArrayList<Object>(List.of(name));
    names.addAll(List.of(others));
    try (PreparedStatement update =
        connection.prepareStatement(String.format(Locale.ROOT, statement, names.toArray()))) {
      update.executeUpdate();
    }
  }

  /**
   * Begins a transaction in which nobody else writes the table: locked where the database has such
   * a lock, such as PostgreSQL and Oracle; else serializable, where the database refuses one of two
   * that do not fit together. (H2 does neither.)
   *
   * @return whether it is locked
   */
  boolean beginAlone(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute(connection, "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE");
      return true;
    } catch (SQLException e) {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      return false;
    }
  }

  /** The names of the columns, as the database has them. */
  List<String> columns(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(dialect().getSchemaQuery(name));
        ResultSet rows = query.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      var names = new ArrayList<String>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i));
      }
      return names;
    }
  }

  /**
   * What the driver says, and what it says of the causes, the failed statements of a batch among
   * them; some drivers repeat the URL.
   */
  static String reason(SQLException failure) {
    var lines = new LinkedHashSet<String>();
    for (Throwable each : failure) {
      boolean isNumbered =
          each instanceof SQLException sql && sql.getMessage() == null && sql.getSQLState() != null;
      String state =
          isNumbered
              ? String.format(Locale.ROOT, " (SQL state %s)", ((SQLException) each).getSQLState())
              : "";
      lines.add(Cause.firstLine(each) + state);
    }
    return Secrets.masked(String.join(": ", lines));
  }

  private Driver driver() throws SQLException {
    String named = options.get(DRIVER);
    return named == null ? JdbcDrivers.of(url) : JdbcDrivers.named(named);
  }

  private Properties properties() {
    var properties = new Properties();
    properties.putAll(options);
    return properties;
  }

  /** Names the driver, because Spark finds only those that the JVM was started with. */
  private Map<String, String> sparkOptions() {
    try {
      var all = new HashMap<>(options);
      all.put(DRIVER, driver().getClass().getName());
      return all;
    } catch (SQLException e) {
      throw cannotReach(reason(e));
    }
  }

  private BadUsageException cannotReach(String reason) {
    return new BadUsageException(
        String.format(Locale.ROOT, "Cannot reach '%s': %s", location.text(), reason));
  }
}
