package dev.p3.patterns.minimize;

import java.util.PriorityQueue;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;

/**
 * Tells the rows that may still be among the best k of their group from those that cannot: k better
 * ones of the group have passed before. One bounded heap of numbers for each group; no row is held.
 *
 * <p>Spark gives every task a copy of its own, so a heap knows the rows of its task alone. A row is
 * only refused for rows that passed in the same task, so whatever copies there are, and whatever a
 * copy forgets, the best k of all rows pass.
 *
 * <p>Memory of a task: at most {@value #MOST_GROUPS} groups and {@value #MOST_VALUES} numbers; when
 * there are more, it forgets all and begins anew.
 */
final class TopKFilter
    implements UDF2<Object, Object, Boolean>, UDF3<Object, Object, Object, Boolean> {
  private static final long serialVersionUID = 1L;

  private static final int MOST_GROUPS = 1 << 16;
  private static final int MOST_VALUES = 1 << 20;

  private final int k;
  private final boolean smallest;
  private transient GroupTable<Heap> heaps;
  private transient int values;

  TopKFilter(int k, boolean smallest) {
    this.k = k;
    this.smallest = smallest;
  }

  /**
   * Whether the row passes.
   *
   * @param group the row's group as {@link GroupKey} takes it
   * @param value the value to rank by, as {@link SortKeyPrefix} takes it
   */
  @Override
  public Boolean call(Object group, Object value) {
    if (!isInTask()) {
      return true;
    }
    long packed = GroupKey.packed(group);
    return isPromising(
        packed == 0 ? heaps.of(GroupKey.of(group)) : heaps.ofPacked(packed),
        SortKeyPrefix.of(value, smallest));
  }

  /** As {@link #call(Object, Object)}, of a group of two columns. */
  @Override
  public Boolean call(Object first, Object second, Object value) {
    if (!isInTask()) {
      return true;
    }
    long packed = GroupKey.packed(first, second);
    return isPromising(
        packed == 0 ? heaps.of(GroupKey.of(first, second)) : heaps.ofPacked(packed),
        SortKeyPrefix.of(value, smallest));
  }

  /** Not while Spark's optimizer reads rows of the driver, with one copy for all actions. */
  private boolean isInTask() {
    if (heaps == null && TaskContext.get() != null) {
      heaps = new GroupTable<>(Heap::new);
    }
    return heaps != null;
  }

  private boolean isPromising(Heap best, long strength) {
    if (strength < best.weakest) {
      return false;
    }
    if (best.isSmallerThan(k)) {
      best.add(strength, k);
      values++;
      forgetWhenFull();
    } else if (strength > best.weakest) {
      best.replaceWeakest(strength);
    }
    // Rows as strong as the weakest pass: other columns decide between them.
    return true;
  }

  private void forgetWhenFull() {
    if (heaps.size() > MOST_GROUPS || values > MOST_VALUES) {
      heaps.clear();
      values = 0;
    }
  }

  /** The strongest rows of a group. */
  private static final class Heap {
    /** What a row must reach: most rows are refused by it, without a look into the queue. */
    long weakest = Long.MIN_VALUE;

    private final PriorityQueue<Long> weakestFirst = new PriorityQueue<>();

    boolean isSmallerThan(int k) {
      return weakestFirst.size() < k;
    }

    void add(long strength, int k) {
      weakestFirst.add(strength);
      if (!isSmallerThan(k)) {
        weakest = weakestFirst.peek();
      }
    }

    void replaceWeakest(long strength) {
      weakestFirst.poll();
      weakestFirst.add(strength);
      weakest = weakestFirst.peek();
    }
  }
}
