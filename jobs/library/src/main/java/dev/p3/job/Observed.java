package dev.p3.job;

import dev.p3.table.ScalaCollections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * What a run's actions observed on the way: rows read and written as Spark counts them, and the
 * columns of {@link org.apache.spark.sql.Dataset#observe}, by their names. When several actions
 * observe a column of the same name, the value of the last one to end counts: outputs of a job
 * observe different names. Immutable.
 */
public final class Observed {
  private final Map<String, Object> valuesByColumn;
  private final Map<String, Long> rowsRead;
  private final Map<String, Long> rowsWritten;

  /**
   * What was observed, without counted rows.
   *
   * @param valuesByColumn the values that are not null
   */
  public Observed(Map<String, Object> valuesByColumn) {
    this(valuesByColumn, Map.of(), Map.of());
  }

  private Observed(
      Map<String, Object> valuesByColumn,
      Map<String, Long> rowsRead,
      Map<String, Long> rowsWritten) {
    this.valuesByColumn = Map.copyOf(valuesByColumn);
    this.rowsRead = Map.copyOf(rowsRead);
    this.rowsWritten = Map.copyOf(rowsWritten);
  }

  /** What {@link org.apache.spark.sql.Dataset#observe} saw in a query, by column, without nulls. */
  @SuppressWarnings("GuardedBy") // Spark 4.1 annotates its method, and takes the lock in it
  public static Map<String, Object> values(QueryExecution query) {
    var values = new HashMap<String, Object>();
    for (Row row : ScalaCollections.asJava(query.observedMetrics()).values()) {
      for (String column : row.schema().fieldNames()) {
        Object value = row.getAs(column);
        if (value != null) {
          values.put(column, value);
        }
      }
    }
    return values;
  }

  /** The same, with the rows of inputs and outputs, by their names. */
  public Observed withRows(Map<String, Long> read, Map<String, Long> written) {
    return new Observed(valuesByColumn, read, written);
  }

  /** A count or a sum as a whole number; 0 when no number was observed under this name. */
  public long total(String column) {
    return valuesByColumn.get(column) instanceof Number number ? number.longValue() : 0;
  }

  /** The rows of an input; empty when they were not counted. */
  public OptionalLong read(String input) {
    return optional(rowsRead.get(input));
  }

  /** The rows of an output that was written or shown; empty when it was not. */
  public OptionalLong written(String output) {
    return optional(rowsWritten.get(output));
  }

  private static OptionalLong optional(Long rows) {
    return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
  }
}
