package dev.p3.job;

import java.util.Map;
import java.util.OptionalLong;

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
