package dev.p3.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The contract for tables of a database. */
abstract class DatabaseContract extends ConnectorContract {
  private static int tables;

  /** Without the {@code jdbc:} that it begins with. */
  abstract String url();

  @Override
  String fresh() {
    return "jdbc,dbtable=rows_%d:%s".formatted(++tables, url());
  }

  @Override
  List<String> seen(String uri) throws SQLException {
    String table = uri.replaceAll(".*dbtable=(\\w+).*", "$1");
    try (Connection connection = DriverManager.getConnection("jdbc:" + url());
        Statement query = connection.createStatement()) {
      ResultSet found =
          query.executeQuery(
              "SELECT 1 FROM information_schema.tables WHERE lower(table_name) = '" + table + "'");
      if (!found.next()) {
        return List.of();
      }
      var texts = new ArrayList<String>();
      ResultSet rows = query.executeQuery("SELECT * FROM " + table + " ORDER BY 1");
      while (rows.next()) {
        texts.add(rows.getInt(1) + "=" + rows.getString(2));
      }
      return texts;
    }
  }
}
