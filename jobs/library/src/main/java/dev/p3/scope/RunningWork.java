package dev.p3.scope;

import java.io.Serializable;
import java.util.Set;
import org.apache.spark.TaskContext;

/**
 * What ran when a scope was closed, and so may use it to its end: Spark jobs with their stages, and
 * SQL executions, whose later jobs start after the close (adaptive execution makes a job of each
 * stage).
 */
record RunningWork(Set<Integer> jobs, Set<Integer> stages, Set<Long> executions)
    implements Serializable {
  /** The local property by which Spark's tasks name their SQL execution. */
  private static final String EXECUTION_ID = "spark.sql.execution.id";

  RunningWork {
    jobs = Set.copyOf(jobs);
    stages = Set.copyOf(stages);
    executions = Set.copyOf(executions);
  }

  boolean isNothing() {
    return jobs.isEmpty() && executions.isEmpty();
  }

  boolean includes(TaskContext task) {
    String execution = task.getLocalProperty(EXECUTION_ID);
    return stages.contains(task.stageId())
        || (execution != null && executions.contains(Long.valueOf(execution)));
  }
}
