package dev.p3.scope;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/** One task that uses a scope, until it ends. */
final class TaskUse implements TaskCompletionListener {
  private final ScopeOnExecutor<?> scope;
  private final List<LongAccumulator> builds;
  private final Set<ScopeUse> uses = new LinkedHashSet<>();

  TaskUse(ScopeOnExecutor<?> scope, List<LongAccumulator> builds) {
    this.scope = scope;
    this.builds = builds;
  }

  synchronized void add(ScopeUse use) {
    uses.add(use);
  }

  synchronized List<ScopeUse> uses() {
    return List.copyOf(uses);
  }

  /** The task's own counters, by component. */
  List<LongAccumulator> builds() {
    return builds;
  }

  @Override
  public void onTaskCompletion(TaskContext task) {
    scope.ended(task, this);
  }
}
