package dev.p3.data.jdbc;

import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.udf;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Tells tries of a task apart in the table that it writes to. Spark writes each try in a
 * transaction, and tries again when it does not hear of the end of one: then the rows of a task are
 * there more than once, each time whole.
 */
final class JdbcAttempts {
  static final String PARTITION = "p3_partition";
  static final String ATTEMPT = "p3_attempt";

  private static final UserDefinedFunction ATTEMPT_ID =
      udf((UDF0<Long>) () -> TaskContext.get().taskAttemptId(), DataTypes.LongType)
          .asNonNullable()
          .asNondeterministic();

  private JdbcAttempts() {}

  /** The rows, each with its partition and the try that wrote it. */
  static Dataset<Row> marked(Dataset<Row> rows) {
    return inTasks(rows)
        .withColumn(PARTITION, spark_partition_id())
        .withColumn(ATTEMPT, ATTEMPT_ID.apply());
  }

  /** Of rows that the driver has, Spark would compute columns there, where no task is. */
  private static Dataset<Row> inTasks(Dataset<Row> rows) {
    return rows.queryExecution().optimizedPlan() instanceof LocalRelation
        ? rows.sparkSession().createDataFrame(rows.javaRDD(), rows.schema())
        : rows;
  }

  /** The tries whose rows count: one of each partition that has rows. */
  record Kept(List<Long> attempts, long rows) {
    /** The most values that every database takes in one list. */
    private static final int LISTED = 1000;

    /**
     * The condition that leaves out the rows of every other try, also of one that ends after this
     * was found out.
     */
    String condition(JdbcTable table) {
      if (attempts.isEmpty()) {
        return "1 = 0";
      }
      var lists = new ArrayList<String>();
      for (int from = 0; from < attempts.size(); from += LISTED) {
        lists.add(
            attempts.subList(from, Math.min(from + LISTED, attempts.size())).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", quoted(table, ATTEMPT) + " IN (", ")")));
      }
      return String.join(" OR ", lists);
    }
  }

  /**
   * Keeps the last try of each partition; tries that have not ended yet are none of them.
   *
   * <p>Cost: a pass over the table, in the database.
   */
  static Kept keepLast(Connection connection, JdbcTable table) throws SQLException {
    List<Attempt> attempts = attempts(connection, table);
    var last = new HashMap<Integer, Attempt>();
    for (Attempt attempt : attempts) {
      last.merge(attempt.partition(), attempt, (one, other) -> one.id() > other.id() ? one : other);
    }
    for (Attempt attempt : attempts) {
      if (!last.containsValue(attempt)) {
        delete(connection, table, attempt);
      }
    }
    return new Kept(
        last.values().stream().map(Attempt::id).distinct().sorted().toList(),
        last.values().stream().mapToLong(Attempt::rows).sum());
  }

  private record Attempt(int partition, long id, long rows) {}

  private static List<Attempt> attempts(Connection connection, JdbcTable table)
      throws SQLException {
    String query =
        String.format(
            Locale.ROOT,
            "SELECT %1$s, %2$s, COUNT(*) FROM %3$s GROUP BY %1$s, %2$s",
            quoted(table, PARTITION),
            quoted(table, ATTEMPT),
            table.name());
    var attempts = new ArrayList<Attempt>();
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        attempts.add(new Attempt(found.getInt(1), found.getLong(2), found.getLong(3)));
      }
    }
    return attempts;
  }

  private static void delete(Connection connection, JdbcTable table, Attempt attempt)
      throws SQLException {
    String update =
        String.format(
            Locale.ROOT,
            "DELETE FROM %s WHERE %s = ? AND %s = ?",
            table.name(),
            quoted(table, PARTITION),
            quoted(table, ATTEMPT));
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setInt(1, attempt.partition());
      statement.setLong(2, attempt.id());
      statement.executeUpdate();
    }
  }

  private static String quoted(JdbcTable table, String column) {
    return table.dialect().quoteIdentifier(column);
  }
}
