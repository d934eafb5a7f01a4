package dev.p3.scope;

import java.lang.ref.SoftReference;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;

/**
 * A scope in one process: the record, made once, and what its {@link PerExecutor} components built.
 * Thread-safe.
 */
final class ScopeOnExecutor<R extends Record> {
  private final ScopeParts<R> parts;
  private final List<PerExecutorValue> perExecutor = new ArrayList<>();
  private final Map<Long, TaskUse> tasks = new ConcurrentHashMap<>();

  /**
   * Soft, since Spark may move a broadcast's value to disk to have its memory: the record would
   * hold on to it. The caller of the record has a reference of its own.
   */
  private SoftReference<R> record = new SoftReference<>(null);

  private MutationCheck<R> mutationCheck;
  private volatile boolean received;
  private volatile boolean released;

  ScopeOnExecutor(ScopeParts<R> parts) {
    this.parts = parts;
    for (RecordComponent component : parts.type().getRecordComponents()) {
      perExecutor.add(
          component.getType() == PerExecutor.class
              ? new PerExecutorValue(component.getName() + " of " + parts.name())
              : null);
    }
  }

  /**
   * The scope's record.
   *
   * @param task who uses it, until it ends; null for code that runs on the driver
   * @param use how it is used
   * @param sent the parts as the task received them: what it counts goes into its own counters
   * @throws ClosedScopeException when the values were taken away before they were received here
   */
  R receive(TaskContext task, ScopeUse use, ScopeParts<R> sent) {
    R values = values(use);
    if (task != null) {
      TaskUse begun = new TaskUse(this, sent.builds());
      TaskUse known = tasks.putIfAbsent(task.taskAttemptId(), begun);
      (known == null ? begun : known).add(use);
      if (known == null) {
        task.addTaskCompletionListener(begun);
      }
    }
    return values;
  }

  private synchronized R values(ScopeUse use) {
    R known = record.get();
    if (known != null) {
      return known;
    }
    R assembled;
    try {
      assembled = parts.assemble(perExecutor);
    } catch (Exception e) {
      ExecutorScopes.release(parts.id());
      if (parts.isDestroyed()) {
        throw use.refusedLate();
      }
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "Cannot receive the values of %s for %s: %s", parts.name(), use, e),
          e);
    }
    record = new SoftReference<>(assembled);
    received = true;
    if (parts.checksMutation()) {
      mutationCheck = new MutationCheck<>(parts.name(), assembled);
    }
    return assembled;
  }

  /** Called when a task that used the scope ends. */
  void ended(TaskContext task, TaskUse use) {
    tasks.remove(task.taskAttemptId());
    if (released && tasks.isEmpty()) {
      closeValues();
    }
    if (task.isFailed()) {
      return; // its counters are thrown away, and its own failure says more than a change
    }
    for (int i = 0; i < perExecutor.size(); i++) {
      if (perExecutor.get(i) != null) {
        use.builds().get(i).add(perExecutor.get(i).takeBuilds());
      }
    }
    checkForMutation(use);
  }

  /**
   * Looks for changes while a task that has used the scope still runs.
   *
   * @throws MutatedValueException naming each changed component
   */
  void verify(TaskContext task) {
    TaskUse use = tasks.get(task.taskAttemptId());
    if (use != null) {
      checkForMutation(use);
    }
  }

  private void checkForMutation(TaskUse ending) {
    MutationCheck<R> check;
    R values;
    synchronized (this) {
      check = mutationCheck;
      values = record.get();
    }
    if (check != null && values != null) {
      var suspects = new ArrayList<>(ending.uses());
      tasks.values().forEach(running -> suspects.addAll(running.uses()));
      check.verify(values, suspects);
    }
  }

  /** Whether the values were here, and the driver took them away. */
  boolean isTakenAway() {
    return received && !parts.isHeld();
  }

  /** Closes what was built as soon as no task uses the scope. */
  void release() {
    released = true;
    if (tasks.isEmpty()) {
      closeValues();
    }
  }

  void closeValues() {
    for (PerExecutorValue value : perExecutor) {
      if (value != null) {
        value.close();
      }
    }
  }
}
