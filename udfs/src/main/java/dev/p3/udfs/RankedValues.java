package dev.p3.udfs;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The first k values of a group: a bounded heap, the last of them on top. Not thread-safe.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Partial_sorting">Partial sorting by a heap</a>
 */
final class RankedValues {
  private final int k;
  private final Comparator<Ranked> firstToLast;
  private final PriorityQueue<Ranked> lastOnTop;

  /**
   * @param order what the value is ranked by
   * @param value null where order is the value
   */
  record Ranked(Object order, Object value) {
    Ranked copy() {
      return new Ranked(InternalRow.copyValue(order), InternalRow.copyValue(value));
    }
  }

  /**
   * @param firstToLast the order of the result
   */
  RankedValues(int k, Comparator<Ranked> firstToLast) {
    this.k = k;
    this.firstToLast = firstToLast;
    this.lastOnTop = new PriorityQueue<>(firstToLast.reversed());
  }

  boolean isFull() {
    return lastOnTop.size() == k;
  }

  /** What a value has to come before, once the heap is full. */
  Object lastOrder() {
    return lastOnTop.peek().order();
  }

  /** Adds a value, whose memory Spark may use again. */
  void add(Ranked next) {
    if (!isFull()) {
      lastOnTop.add(next.copy());
    } else if (firstToLast.compare(next, lastOnTop.peek()) < 0) {
      lastOnTop.poll();
      lastOnTop.add(next.copy());
    }
  }

  void addAll(RankedValues other) {
    other.lastOnTop.forEach(this::add);
  }

  List<Ranked> sorted() {
    return lastOnTop.stream().sorted(firstToLast).toList();
  }
}
