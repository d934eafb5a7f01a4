package dev.p3.scope;

import java.io.Serializable;

/**
 * A function of a scope's values and one argument that gives nothing back: it is called for what it
 * does.
 *
 * @param <R> the scope's record
 * @param <T> the argument
 */
@FunctionalInterface
public interface ScopedAction<R extends Record, T> extends Serializable {
  /** Must not change the values: in local mode every task shares them. */
  void call(R values, T argument) throws Exception;
}
