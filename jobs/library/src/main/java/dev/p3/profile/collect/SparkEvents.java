package dev.p3.profile.collect;

import dev.p3.profile.model.Metric;
import dev.p3.profile.model.StageProfile.RddProfile;
import dev.p3.scope.OpenScope;
import dev.p3.scope.ScopeOpened;
import dev.p3.table.ScalaCollections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.sql.execution.SparkPlanInfo;
import org.apache.spark.sql.execution.metric.SQLMetricInfo;
import org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates;
import org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveExecutionUpdate;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.apache.spark.storage.BroadcastBlockId;

/** Tells a {@link ProfileBuilder} what Spark tells its listeners. */
final class SparkEvents extends SparkListener {
  private static final List<String> PEAKS =
      List.of(
          "JVMHeapMemory",
          "JVMOffHeapMemory",
          "OnHeapExecutionMemory",
          "OffHeapExecutionMemory",
          "OnHeapStorageMemory",
          "OffHeapStorageMemory",
          "DirectPoolMemory",
          "MappedPoolMemory",
          "ProcessTreeJVMRSSMemory",
          "ProcessTreePythonRSSMemory");

  private static final long[] NOTHING_YET = new long[0];

  private final ProfileBuilder profile;

  /** What the last heartbeat told of tasks that run: all that is left of one that is lost. */
  private final Map<Long, long[]> heartbeats = new HashMap<>();

  /** The stage whose binary the next broadcast on the driver is; null after its first task. */
  private StageKey sending;

  SparkEvents(ProfileBuilder profile) {
    this.profile = profile;
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    profile.ends(event.time(), "complete", null);
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    profile.executorAdded(
        event.executorId(),
        event.executorInfo().executorHost(),
        event.executorInfo().totalCores(),
        event.time());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    profile.executorRemoved(event.executorId(), event.reason(), event.time());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    ScalaCollections.asJava(event.executorUpdates())
        .values()
        .forEach(metrics -> profile.executorPeaks(event.execId(), peaks(metrics)));
    ScalaCollections.asJava(event.accumUpdates())
        .forEach(
            task ->
                heartbeats.computeIfPresent(
                    ((Number) task._1()).longValue(),
                    (id, before) -> metrics(TaskMetrics.fromAccumulatorInfos(task._4()))));
  }

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    Properties properties = event.properties() == null ? new Properties() : event.properties();
    String query = properties.getProperty("spark.sql.execution.id");
    profile.jobStarted(
        new Facts.Job(
            event.jobId(),
            properties.getProperty("spark.job.description", ""),
            query == null ? null : Long.valueOf(query),
            ScalaCollections.asJava(event.stageInfos()).stream().map(StageInfo::stageId).toList(),
            event.time()));
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd event) {
    profile.jobEnded(event.jobId(), event.jobResult() instanceof JobSucceeded$, event.time());
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    profile.stageSubmitted(facts(event.stageInfo()));
    sending = new StageKey(event.stageInfo().stageId(), event.stageInfo().attemptNumber());
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    profile.stageCompleted(facts(event.stageInfo()));
    var values = new HashMap<Long, Long>();
    ScalaCollections.asJava(event.stageInfo().accumulables())
        .values()
        .forEach(each -> add(each, values));
    profile.accumulated(values);
  }

  private static void add(AccumulableInfo accumulable, Map<Long, Long> values) {
    if (ScalaOptions.orNull(accumulable.value()) instanceof Long value) {
      values.put(accumulable.id(), value);
    }
  }

  private static Facts.Stage facts(StageInfo stage) {
    return new Facts.Stage(
        stage.stageId(),
        stage.attemptNumber(),
        stage.name(),
        stage.details() == null ? "" : stage.details(),
        integers(stage.parentIds()),
        ScalaCollections.asJava(stage.rddInfos()).stream()
            .map(
                rdd ->
                    new RddProfile(
                        rdd.id(),
                        rdd.name() == null ? "" : rdd.name(),
                        CallSites.userLine(rdd.callSite(), rdd.callSite()),
                        rdd.storageLevel().isValid(),
                        integers(rdd.parentIds())))
            .toList(),
        ScalaOptions.millis(stage.submissionTime()),
        ScalaOptions.millis(stage.completionTime()),
        ScalaOptions.orNull(stage.failureReason()));
  }

  private static List<Integer> integers(scala.collection.Seq<Object> numbers) {
    return ScalaCollections.asJava(numbers).stream()
        .map(each -> ((Number) each).intValue())
        .toList();
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    heartbeats.put(event.taskInfo().taskId(), NOTHING_YET);
    if (sending != null && sending.stage() == event.stageId()) {
      sending = null;
    }
  }

  /** The first broadcast after a stage was submitted is what its tasks are. */
  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated event) {
    var block = event.blockUpdatedInfo();
    if (block.blockManagerId().isDriver()
        && block.blockId() instanceof BroadcastBlockId broadcast
        && broadcast.field().startsWith("piece")) {
      long bytes = block.memSize() + block.diskSize(); // 0 when it is taken back
      profile.broadcast(bytes);
      if (sending != null) {
        profile.taskBinary(sending.stage(), sending.attempt(), bytes);
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    TaskInfo task = event.taskInfo();
    if (task == null) {
      return;
    }
    long[] last = heartbeats.remove(task.taskId());
    long[] metrics = event.taskMetrics() == null ? null : metrics(event.taskMetrics());
    if (metrics == null) {
      profile.metricsLost(); // with its executor
      metrics = last == null || last.length == 0 ? null : last;
    }
    String status =
        task.successful() ? "success" : event.reason() instanceof TaskKilled ? "killed" : "failed";
    if (event.reason() instanceof TaskFailedReason failure && !status.equals("killed")) {
      status = failure.countTowardsTaskFailures() || !task.killed() ? "failed" : "killed";
    }
    profile.taskEnded(
        new Facts.Task(
            event.stageId(),
            event.stageAttemptId(),
            task.index(),
            task.attemptNumber(),
            task.executorId(),
            task.launchTime(),
            task.finishTime(),
            status,
            task.speculative(),
            metrics,
            event.taskExecutorMetrics() == null ? Map.of() : peaks(event.taskExecutorMetrics())));
  }

  private static long[] metrics(TaskMetrics metrics) {
    Metric[] all = Metric.values();
    var values = new long[all.length];
    for (int i = 0; i < all.length; i++) {
      values[i] = all[i].of(metrics);
    }
    return values;
  }

  private static Map<String, Long> peaks(ExecutorMetrics metrics) {
    var peaks = new TreeMap<String, Long>();
    PEAKS.forEach(name -> peaks.put(name, metrics.getMetricValue(name)));
    return peaks;
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof SparkListenerSQLExecutionStart start) {
      profile.queryStarted(
          start.executionId(), start.description(), operator(start.sparkPlanInfo()), start.time());
    } else if (event instanceof SparkListenerSQLAdaptiveExecutionUpdate update) {
      profile.queryPlanned(update.executionId(), operator(update.sparkPlanInfo()));
    } else if (event instanceof SparkListenerSQLExecutionEnd end) {
      profile.queryEnded(end.executionId(), end.time());
    } else if (event instanceof SparkListenerDriverAccumUpdates updates) {
      var values = new HashMap<Long, Long>();
      ScalaCollections.asJava(updates.accumUpdates())
          .forEach(
              each ->
                  values.put(((Number) each._1()).longValue(), ((Number) each._2()).longValue()));
      profile.accumulated(values);
    } else if (event instanceof ScopeOpened opened) {
      OpenScope scope = opened.scope();
      profile.scopeOpened(scope.name(), scope.openedAt(), scope.totalBytes(), scope.totalMemory());
    }
  }

  private static Facts.Operator operator(SparkPlanInfo plan) {
    var metrics = new TreeMap<String, Facts.SqlMetric>();
    for (SQLMetricInfo metric : ScalaCollections.asJava(plan.metrics())) {
      metrics.put(metric.name(), new Facts.SqlMetric(metric.accumulatorId(), metric.metricType()));
    }
    return new Facts.Operator(
        plan.nodeName(),
        plan.simpleString(),
        new TreeMap<>(ScalaCollections.asJava(plan.metadata())),
        metrics,
        ScalaCollections.asJava(plan.children()).stream().map(SparkEvents::operator).toList());
  }
}
