package dev.p3.run;

import dev.p3.data.InputReading;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Sources;
import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobResult;
import dev.p3.job.Outcome;
import dev.p3.scope.Scopes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Begins a planned run: reads its inputs, and has the job describe its outputs. */
public final class JobStart {
  private JobStart() {}

  /** The inputs that are there, by name; lazy, but for what is read to learn their columns. */
  public static Map<String, Dataset<Row>> inputs(RunPlan<?, ?> plan, InputReading reading) {
    var datasets = new LinkedHashMap<String, Dataset<Row>>();
    for (InputSpec spec : plan.job().description().inputs()) {
      List<StoredInput> stored =
          plan.inputs().stream()
              .filter(input -> input.spec().name().equals(spec.name()))
              .map(PlannedInput::stored)
              .toList();
      if (!stored.isEmpty()) {
        datasets.put(spec.name(), read(stored, spec, plan, new Sources(reading)));
      }
    }
    return datasets;
  }

  private static <O extends Record, R extends Record & JobResult> Dataset<Row> read(
      List<StoredInput> stored, InputSpec spec, RunPlan<O, R> plan, Sources sources) {
    return switch (spec.kind()) {
      case LINES -> sources.lines(stored, plan.job().encoding(plan.options()), spec.isInBlocks());
      case TABLE -> sources.table(stored);
      case RAW -> sources.raw(stored, plan.job().rawColumns(plan.options()));
    };
  }

  /**
   * The job's description of its outputs.
   *
   * @param scopes where the job opens its scopes; close them after the last action
   */
  public static <O extends Record, R extends Record & JobResult> Outcome<R> outputs(
      RunPlan<O, R> plan, Map<String, Dataset<Row>> inputs, Scopes scopes) {
    return plan.variant().work().run(new Inputs(inputs), plan.options(), scopes);
  }
}
