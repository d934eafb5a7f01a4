package dev.p3.data.jdbc;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Finds JDBC drivers in jars that were added to a running JVM, as spark-submit adds those of {@code
 * spark.jars}; {@link java.sql.DriverManager} looks only into what the JVM was started with.
 */
final class JdbcDrivers {
  private JdbcDrivers() {}

  /**
   * The driver that takes a URL.
   *
   * @throws SQLException when there is none
   */
  static Driver of(String url) throws SQLException {
    for (Driver driver :
        ServiceLoader.load(Driver.class, Thread.currentThread().getContextClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    throw new SQLException(
        "there is no driver for it on the class path; add its jar with --conf spark.jars=JAR, or its package with --conf spark.jars.packages=GROUP:ARTIFACT:VERSION");
  }

  /**
   * The driver of this class.
   *
   * @throws SQLException when it is not on the class path, or is no driver
   */
  static Driver named(String className) throws SQLException {
    try {
      return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw new SQLException(
          String.format(
              Locale.ROOT,
              "there is no driver %s on the class path; add its jar with --conf spark.jars=JAR",
              className));
    } catch (ClassCastException e) {
      throw new SQLException(
          String.format(Locale.ROOT, "%s is no driver (must be a java.sql.Driver)", className));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new SQLException(String.format(Locale.ROOT, "driver %s cannot be made", className), e);
    }
  }
}
