package dev.p3.patterns.minimize;

import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Lets the first k rows of each group pass, where the rows of a group follow each other. Spark
 * gives every task a copy of its own.
 */
final class GroupLimit implements UDF1<Object, Boolean> {
  private static final long serialVersionUID = 1L;

  private final int k;
  private transient boolean isInTask;
  private transient Object group;
  private transient long rows;

  GroupLimit(int k) {
    this.k = k;
  }

  /**
   * Whether the row passes.
   *
   * @param value the row's group as {@link GroupKey} takes it
   */
  @Override
  public Boolean call(Object value) {
    if (!isInTask) {
      if (TaskContext.get() == null) {
        return true; // Spark's optimizer reads rows of the driver, with one copy for all actions
      }
      isInTask = true;
    }
    Object next = GroupKey.of(value);
    if (!Objects.equals(next, group)) {
      group = next;
      rows = 0;
    }
    return ++rows <= k;
  }
}
