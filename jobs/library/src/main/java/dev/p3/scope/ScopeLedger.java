package dev.p3.scope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.LiveListenerBus;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scopes of one Spark application that are open, or closed while work that may use them still
 * runs. Follows that work by Spark's events. Thread-safe.
 */
final class ScopeLedger extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(Scope.class);
  private static final Map<SparkContext, ScopeLedger> LEDGERS = new HashMap<>();

  private final SparkContext context;
  private final Map<Integer, List<Integer>> stagesByJob = new HashMap<>();
  private final Set<Long> executions = new HashSet<>();
  private final Set<ScopeLifetime<?>> open = new LinkedHashSet<>();
  private final Map<ScopeLifetime<?>, RunningWork> closing = new HashMap<>();

  private ScopeLedger(SparkContext context) {
    this.context = context;
  }

  static ScopeLedger of(SparkContext context) {
    synchronized (LEDGERS) {
      return LEDGERS.computeIfAbsent(
          context,
          running -> {
            var ledger = new ScopeLedger(running);
            running.addSparkListener(ledger);
            return ledger;
          });
    }
  }

  void add(ScopeLifetime<?> scope) {
    synchronized (this) {
      open.add(scope);
    }
    context.listenerBus().post(new ScopeOpened(scope.line()));
  }

  synchronized List<OpenScope> lines() {
    return open.stream().map(ScopeLifetime::line).toList();
  }

  /**
   * Closes a scope: new uses are refused at once; its memory is given back at once, or when the
   * work that runs now has ended.
   */
  void close(ScopeLifetime<?> scope) {
    if (!scope.refuseNewUses()) {
      return;
    }
    if (scope.isUsed() && !context.isStopped()) {
      // Spark tells of jobs later than it starts them: first hear of all that were started.
      var fence = new ScopeFence();
      context.listenerBus().post(fence);
      if (!isListenerThread()) {
        fence.await();
      }
    }
    settle(scope);
  }

  /** Whether Spark's events wait for the caller: a listener that closes a scope. */
  private static boolean isListenerThread() {
    return (Boolean) LiveListenerBus.withinListenerThread().value();
  }

  private synchronized void settle(ScopeLifetime<?> scope) {
    if (!open.remove(scope)) {
      return; // the session ended
    }
    forgetEnded();
    var running =
        new RunningWork(
            stagesByJob.keySet(),
            stagesByJob.values().stream().flatMap(List::stream).collect(Collectors.toSet()),
            executions);
    scope.serveOnly(running);
    if (running.isNothing() || !scope.isUsed()) {
      scope.destroy();
    } else {
      closing.put(scope, running);
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    List<Integer> stages = new ArrayList<>();
    scala.collection.Iterator<?> ids = job.stageIds().iterator();
    while (ids.hasNext()) {
      stages.add((Integer) ids.next());
    }
    stagesByJob.put(job.jobId(), stages);
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    stagesByJob.remove(job.jobId());
    destroyUnused();
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof ScopeFence fence) {
      fence.passed();
    } else if (event instanceof SparkListenerSQLExecutionStart start) {
      synchronized (this) {
        executions.add(start.executionId());
      }
    } else if (event instanceof SparkListenerSQLExecutionEnd end) {
      synchronized (this) {
        executions.remove(end.executionId());
        destroyUnused();
      }
    }
  }

  @Override
  public synchronized void onApplicationEnd(SparkListenerApplicationEnd end) {
    if (!open.isEmpty()) {
      LOG.warn(
          "{} still open when the session ended: {} (close each, for example with try)",
          open.size() == 1 ? "A scope was" : open.size() + " scopes were",
          open.stream().map(scope -> scope.line().toString()).collect(Collectors.joining(", ")));
    }
    open.forEach(ScopeLifetime::abandon);
    open.clear();
    closing.keySet().forEach(ScopeLifetime::abandon);
    closing.clear();
    synchronized (LEDGERS) {
      LEDGERS.remove(context);
    }
  }

  /** Spark drops events that come faster than they are taken, and the end of work may be one. */
  private void forgetEnded() {
    if (context.isStopped()) {
      return;
    }
    stagesByJob
        .keySet()
        .removeIf(
            job ->
                context
                    .statusTracker()
                    .getJobInfo(job)
                    .exists(
                        info ->
                            info.status() == JobExecutionStatus.SUCCEEDED
                                || info.status() == JobExecutionStatus.FAILED));
    executions.removeIf(execution -> SQLExecution.getQueryExecution(execution) == null);
  }

  private void destroyUnused() {
    if (closing.isEmpty()) {
      return;
    }
    forgetEnded();
    closing
        .entrySet()
        .removeIf(
            scope -> {
              boolean unused =
                  Collections.disjoint(scope.getValue().jobs(), stagesByJob.keySet())
                      && Collections.disjoint(scope.getValue().executions(), executions);
              if (unused) {
                scope.getKey().destroy();
              }
              return unused;
            });
  }
}
