package dev.p3.job;

import java.util.Map;

/**
 * What a run's actions observed on the way: the columns of {@link
 * org.apache.spark.sql.Dataset#observe}, by their names.
 */
public final class Observed {
  private final Map<String, Object> valuesByColumn;

  public Observed(Map<String, Object> valuesByColumn) {
    this.valuesByColumn = Map.copyOf(valuesByColumn);
  }

  /** Whether something was observed under this name. */
  public boolean contains(String column) {
    return valuesByColumn.containsKey(column);
  }

  /** A count or a sum; 0 when nothing was observed under this name. */
  public long total(String column) {
    return valuesByColumn.get(column) instanceof Number number ? number.longValue() : 0;
  }
}
