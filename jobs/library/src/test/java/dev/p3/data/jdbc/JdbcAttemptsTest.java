package dev.p3.data.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.data.DataLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcAttemptsTest {
  private final JdbcTable table =
      JdbcTable.of(DataLocation.parse("jdbc,dbtable=tries:h2:mem:attempts"));
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = table.connect();
    execute("CREATE TABLE tries (text VARCHAR, \"p3_partition\" INT, \"p3_attempt\" BIGINT)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String statement) throws SQLException {
    try (Statement update = connection.createStatement()) {
      update.execute(statement);
    }
  }

  private List<String> texts() throws SQLException {
    var texts = new ArrayList<String>();
    try (Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery("SELECT text FROM tries ORDER BY text")) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  @Test
  void ofATaskThatWasTriedAgainTheRowsOfTheLastTryStay() throws SQLException {
    execute(
        "INSERT INTO tries VALUES ('a', 0, 7), ('b', 0, 7), ('a', 0, 9), ('b', 0, 9), ('c', 1, 8)");

    var kept = JdbcAttempts.keepLast(connection, table);
    assertThat(kept).isEqualTo(new JdbcAttempts.Kept(List.of(8L, 9L), 3));
    assertThat(kept.condition(table)).isEqualTo("\"p3_attempt\" IN (8, 9)");
    assertThat(texts()).containsExactly("a", "b", "c");
  }

  @Test
  void withoutARowThereIsNothingToKeep() throws SQLException {
    var kept = JdbcAttempts.keepLast(connection, table);
    assertThat(kept).isEqualTo(new JdbcAttempts.Kept(List.of(), 0));
    assertThat(kept.condition(table)).isEqualTo("1 = 0");
  }

  @Test
  void everyRowSaysWhichPartitionAndTryItIsOf() {
    List<Row> rows =
        JdbcAttempts.marked(LocalSpark.spark().range(0, 4, 1, 2).toDF()).collectAsList();

    assertThat(rows).extracting(row -> row.getInt(1)).containsExactly(0, 0, 1, 1);
    assertThat(rows.get(0).getLong(2)).isEqualTo(rows.get(1).getLong(2));
    assertThat(rows.get(0).getLong(2)).isNotEqualTo(rows.get(2).getLong(2));
  }
}
