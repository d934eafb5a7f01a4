package dev.p3.data;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Properties;

/** H2 as a database that says that it has no transactions. */
public final class UntransactedDriver extends WrappedDriver {
  public UntransactedDriver() {
    super(new org.h2.Driver());
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    Connection connection = wrapped().connect(url, info);
    DatabaseMetaData metaData = connection.getMetaData();
    return proxy(
        Connection.class,
        connection,
        "getMetaData",
        proxy(DatabaseMetaData.class, metaData, "supportsTransactions", false));
  }

  /** What answers a question in its own way. */
  private static <T> T proxy(Class<T> type, T other, String question, Object answer) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals(question)) {
            return answer;
          }
          try {
            return method.invoke(other, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
