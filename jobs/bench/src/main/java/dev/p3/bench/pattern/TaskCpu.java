package dev.p3.bench.pattern;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The CPU time of an iteration's tasks: without planning and compilers, and nearly the same
 * whatever else the machine does.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class TaskCpu {
  public double taskCpuMillis;

  private final LongAdder nanos = new LongAdder();

  @Setup(Level.Trial)
  public void listen(Commands p3) {
    p3.spark()
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd task) {
                nanos.add(task.taskMetrics().executorCpuTime());
              }
            });
  }

  @Setup(Level.Iteration)
  public void forget(Commands p3) {
    p3.shuffled().next();
    nanos.reset();
  }

  @TearDown(Level.Iteration)
  public void read(Commands p3) {
    p3.shuffled().next(); // waits for the events of all tasks
    taskCpuMillis = nanos.sum() / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
