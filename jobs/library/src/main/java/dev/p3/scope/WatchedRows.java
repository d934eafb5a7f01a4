package dev.p3.scope;

import java.util.Iterator;

/**
 * The rows that an operation of a scope gives; at their end, the values of the scope are looked at
 * for changes, so that the task fails by the finding itself. A task that does not come to the end
 * is looked at when it is over. Not thread-safe.
 */
final class WatchedRows<T> implements Iterator<T> {
  private final Iterator<T> rows;
  private final ScopeValues<?> values;
  private boolean ended;

  WatchedRows(Iterator<T> rows, ScopeValues<?> values) {
    this.rows = rows;
    this.values = values;
  }

  @Override
  public boolean hasNext() {
    boolean goesOn = rows.hasNext();
    if (!goesOn && !ended) {
      ended = true;
      values.verify();
    }
    return goesOn;
  }

  @Override
  public T next() {
    return rows.next();
  }
}
