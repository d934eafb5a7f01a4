package dev.p3.data;

import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.logging.Logger;

/** A driver that a test puts before another one. */
abstract class WrappedDriver implements Driver {
  private final Driver wrapped;

  WrappedDriver(Driver wrapped) {
    this.wrapped = wrapped;
  }

  Driver wrapped() {
    return wrapped;
  }

  /** Only who names this class gets it. */
  @Override
  public boolean acceptsURL(String url) {
    return false;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return wrapped.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return wrapped.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return wrapped.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(wrapped.getClass().getPackageName());
  }
}
