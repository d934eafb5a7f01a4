package dev.p3.data;

import dev.p3.data.Schedules.Driver;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * PostgreSQL, of which each statement, commit and end of a connection is a step of a {@link
 * Schedules schedule}. Who would wait for a lock lets the others take their steps and tries again.
 *
 * <p>The tasks of Spark write in threads of their own: for them it is PostgreSQL as it is.
 */
public final class SteppedJdbcDriver extends WrappedDriver {
  static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final int MOST_TRIES = 10_000;
  private static final Map<Driver, List<Connection>> CONNECTIONS = new ConcurrentHashMap<>();

  public SteppedJdbcDriver() {
    super(new org.postgresql.Driver());
  }

  /** As the server does when the process of a client is gone. */
  static void cutOff(Driver driver) throws SQLException {
    for (Connection each : CONNECTIONS.getOrDefault(driver, List.of())) {
      each.close();
    }
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    Connection connection = wrapped().connect(url, info);
    Driver driver = Driver.current();
    if (connection == null || driver == null) {
      return connection;
    }
    CONNECTIONS.computeIfAbsent(driver, one -> new CopyOnWriteArrayList<>()).add(connection);
    try (Statement setting = connection.createStatement()) {
      setting.execute("SET lock_timeout = 20");
    }
    return proxy(Connection.class, new SteppedConnection(driver, connection));
  }

  private record SteppedConnection(Driver driver, Connection connection)
      implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "commit", "rollback", "close" -> {
          driver.step();
          yield call(method, connection, arguments);
        }
        case "prepareStatement" ->
            stepped(
                PreparedStatement.class, (PreparedStatement) call(method, connection, arguments));
        case "createStatement" ->
            stepped(Statement.class, (Statement) call(method, connection, arguments));
        default -> call(method, connection, arguments);
      };
    }

    private <S extends Statement> S stepped(Class<S> type, S statement) {
      return proxy(
          type,
          (proxy, method, arguments) ->
              method.getName().startsWith("execute")
                  ? executed(method, statement, arguments)
                  : call(method, statement, arguments));
    }

    private Object executed(Method method, Statement statement, Object[] arguments)
        throws Throwable {
      for (int tried = 1; ; tried++) {
        driver.step();
        Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
        try {
          return call(method, statement, arguments);
        } catch (SQLException e) {
          if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || tried == MOST_TRIES) {
            throw e;
          }
          if (before != null) {
            connection.rollback(before);
          }
        }
      }
    }
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
