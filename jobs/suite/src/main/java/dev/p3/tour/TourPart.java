package dev.p3.tour;

import dev.p3.job.InputSpec;
import dev.p3.job.Inputs;
import dev.p3.job.JobDescription;
import dev.p3.job.JobResult;
import dev.p3.job.Variant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * About a quarter of the rows of a job's first input, and all of the others: what slow twins are
 * compared on, and the pattern with them, because they would take half of the tour on all rows.
 */
final class TourPart {
  static final String WORDS = ", on a quarter of the rows";

  private static final double SHARE = 0.25;
  private static final long SEED = 1;

  private TourPart() {}

  /** The variant on that part, which is the same for each variant of the job. */
  static <O extends Record, R extends Record & JobResult> Variant<O, R> of(
      Variant<O, R> variant, JobDescription<O, R> job) {
    return new Variant<>(
        variant.name(),
        variant.meaning(),
        (inputs, options, scopes) -> {
          var whole = new LinkedHashMap<String, Dataset<Row>>();
          for (InputSpec input : job.inputs()) {
            inputs.optional(input.name()).ifPresent(rows -> whole.put(input.name(), rows));
          }
          return variant.work().run(new Inputs(part(whole, job)), options, scopes);
        });
  }

  /** How many rows the inputs have, all together, when the first one is cut. */
  static long rows(Map<String, Dataset<Row>> inputs, JobDescription<?, ?> job) {
    return part(inputs, job).values().stream().mapToLong(Dataset::count).sum();
  }

  private static Map<String, Dataset<Row>> part(
      Map<String, Dataset<Row>> inputs, JobDescription<?, ?> job) {
    var cut = new LinkedHashMap<>(inputs);
    cut.computeIfPresent(
        job.inputs().get(0).name(), (name, rows) -> rows.sample(false, SHARE, SEED));
    return cut;
  }
}
