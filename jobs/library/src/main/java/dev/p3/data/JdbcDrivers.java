package dev.p3.data;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * Finds JDBC drivers in jars that were added to a running JVM, as spark-submit adds those of {@code
 * spark.jars}; {@link DriverManager} looks only into what the JVM was started with.
 */
final class JdbcDrivers {
  private JdbcDrivers() {}

  /**
   * Connects.
   *
   * @throws SQLException when there is no driver for the URL, or it cannot connect
   */
  static Connection connect(String url, Properties properties) throws SQLException {
    for (Driver driver :
        ServiceLoader.load(Driver.class, Thread.currentThread().getContextClassLoader())) {
      Connection connection = driver.acceptsURL(url) ? driver.connect(url, properties) : null;
      if (connection != null) {
        return connection;
      }
    }
    try {
      return DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      if ("08001".equals(e.getSQLState()) && String.valueOf(e.getMessage()).startsWith("No suit")) {
        throw new SQLException(
            "there is no driver for it on the class path; add its jar with --conf spark.jars=JAR, or its package with --conf spark.jars.packages=GROUP:ARTIFACT:VERSION",
            e);
      }
      throw e;
    }
  }
}
