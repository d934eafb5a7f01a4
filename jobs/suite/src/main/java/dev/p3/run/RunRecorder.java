package dev.p3.run;

import dev.p3.run.RunManifest.Ending;
import dev.p3.run.RunManifest.Execution;
import dev.p3.run.RunManifest.InputRecord;
import dev.p3.run.RunManifest.OutputRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/** Makes the manifest of a run, which begins when this is made. */
public final class RunRecorder {
  private final SparkSession spark;
  private final RunPlan<?, ?> plan;
  private final String target;
  private final Instant started = Instant.now();
  private final long start = System.nanoTime();

  /**
   * @param target where it runs, as a user names it
   */
  public RunRecorder(SparkSession spark, RunPlan<?, ?> plan, String target) {
    this.spark = spark;
    this.plan = plan;
    this.target = target;
  }

  /** Of a run that is a part of this one, and begins now. */
  public RunRecorder ofPart(SparkSession session, RunPlan<?, ?> part) {
    return new RunRecorder(session, part, target);
  }

  /** Of a run that is done, whose inputs were not counted. */
  public RunManifest complete(List<OutputRecord> outputs, Object result, List<String> warnings) {
    return complete(known(), outputs, result, warnings);
  }

  /** Of a run that is done. */
  RunManifest complete(
      List<InputRecord> inputs, List<OutputRecord> outputs, Object result, List<String> warnings) {
    return ended(new Ending("complete", null, inputs, outputs, result, warnings));
  }

  /** Of a run that failed. */
  public RunManifest failed(String error) {
    return ended(new Ending("failed", error, known(), List.of(), null, List.of()));
  }

  private List<InputRecord> known() {
    return plan.inputs().stream().map(PlannedInput::record).toList();
  }

  private RunManifest ended(Ending ending) {
    var execution =
        new Execution(
            target,
            spark.version(),
            spark.sparkContext().applicationId(),
            started.toString(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0);
    return RunManifest.planned(
            plan.job().description().name(),
            plan.variant().name(),
            plan.writtenOptions(),
            known(),
            plan.settings())
        .ended(ending, execution);
  }
}
