package dev.p3.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.Connector.Existing;
import dev.p3.fault.JobFailedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract for tables of a database. */
abstract class DatabaseContract extends ConnectorContract {
  private static int tables;

  /** Without the {@code jdbc:} that it begins with. */
  abstract String url();

  @Override
  boolean distinguishesDrivers() {
    return true;
  }

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

  private void execute(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url());
        Statement update = connection.createStatement()) {
      update.execute(statement);
    }
  }

  /** Where runs have staged rows. */
  private List<String> stagingTables() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:" + url());
        Statement query = connection.createStatement();
        ResultSet found =
            query.executeQuery(
                "SELECT table_name FROM information_schema.columns WHERE column_name = 'p3_attempt'")) {
      var names = new ArrayList<String>();
      while (found.next()) {
        names.add(found.getString(1));
      }
      return names;
    }
  }

  @Test
  void aTryOfATaskThatEndsAfterTheRowsWereCountedAddsNone() throws Exception {
    String uri = fresh();
    Output output = output(uri, Existing.REFUSE);
    List<String> others = stagingTables();
    output.write(rows(0, 5));
    String staging =
        stagingTables().stream().filter(name -> !others.contains(name)).findFirst().orElseThrow();
    execute(
        "INSERT INTO %1$s SELECT \"id\", \"name\", \"p3_partition\", \"p3_attempt\" + 1000 FROM %1$s"
            .formatted(staging));

    output.commit();

    assertThat(seen(uri)).isEqualTo(texts(0, 5));
    assertThat(stagingTables()).isEqualTo(others);
  }

  @Test
  void aDriverThatAnotherOneHasTakenOverFromAddsNothingMore() throws Exception {
    String uri = fresh();
    StreamOutput paused = stream(uri);
    StreamOutput later = stream(uri);
    Output first = batch(paused, "a-stream", 1, "content of 1");
    first.write(rows(0, 5));
    Output second = batch(later, "a-stream", 1, "content of 1");
    second.write(rows(0, 5));
    second.commit();

    assertThatThrownBy(first::commit)
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("another driver");
    Output next = batch(paused, "a-stream", 2, "content of 2");
    assertThatThrownBy(() -> next.write(rows(5, 10))).hasMessageContaining("another driver");

    assertThat(seen(uri)).isEqualTo(texts(0, 5));
    Output ofTheLater = batch(later, "a-stream", 2, "content of 2");
    ofTheLater.write(rows(5, 10));
    ofTheLater.commit();
    assertThat(seen(uri)).isEqualTo(texts(0, 10));
  }
}
