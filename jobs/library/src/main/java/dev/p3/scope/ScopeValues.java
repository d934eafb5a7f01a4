package dev.p3.scope;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;

/**
 * What the function of one operation carries to the tasks: where the scope's values are found, and
 * by what name a late use is refused.
 *
 * <p>Spark serializes functions when it submits a stage, so whether the scope is open is looked up
 * then. The refusal itself is left to the task that asks for the values: a plan whose rows are
 * cached holds the function too, and does not need it.
 */
final class ScopeValues<R extends Record> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ScopeUse use;

  /** On the driver alone. */
  private final transient ScopeLifetime<R> lifetime;

  /** In a task alone. */
  private transient SentScope<R> sent;

  private transient R record;

  ScopeValues(ScopeLifetime<R> lifetime, ScopeUse use) {
    this.lifetime = lifetime;
    this.use = use;
  }

  ScopeUse use() {
    return use;
  }

  /**
   * The scope's values: after a task's first call, a field.
   *
   * @throws ClosedScopeException when the scope was closed before the task's job began
   */
  R record() {
    R known = record;
    return known == null ? receive() : known;
  }

  /** Calls an action for each row of a partition. */
  <T> void forEach(Iterator<T> rows, ScopedAction<R, T> action) throws Exception {
    while (rows.hasNext()) {
      action.call(record(), rows.next());
    }
    verify();
  }

  /** Calls an action for the rows of a partition. */
  <T> void once(Iterator<T> rows, ScopedAction<R, Iterator<T>> action) throws Exception {
    action.call(record(), rows);
    verify();
  }

  /**
   * In a task: looks whether the values are as they were, when that is asked for.
   *
   * @throws MutatedValueException when they are not
   */
  void verify() {
    TaskContext task = TaskContext.get();
    if (task != null && lifetime == null && sent.parts() != null) {
      ExecutorScopes.verify(sent.parts().id(), task);
    }
  }

  private R receive() {
    TaskContext task = TaskContext.get();
    SentScope<R> scope = lifetime == null ? sent : lifetime.send();
    if (!scope.serves(task)) {
      throw use.refusedLate();
    }
    R received = ExecutorScopes.of(scope.parts()).receive(task, use, scope.parts());
    if (lifetime == null) {
      record = received; // a task's own copy of the function: it goes with the task
    }
    return received;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    out.writeObject(lifetime == null ? sent : lifetime.send());
  }

  @SuppressWarnings("unchecked") // what writeObject wrote
  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    sent = (SentScope<R>) in.readObject();
  }
}
