package dev.p3.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a job gives back.
 *
 * @param outputs a Dataset for each output of the job's description that the options ask for; lazy,
 *     no action has run but what the job needs to know first or what its outputs share
 * @param result makes the result record after the outputs were written; it may run actions of its
 *     own, and the job's scopes are still open then
 * @param known for outputs whose rows may be few and come by while those before them are written:
 *     all rows of one, or empty when they are not known and have to be made
 */
public record Outcome<R extends Record & JobResult>(
    Map<String, Dataset<Row>> outputs,
    Function<Observed, R> result,
    Map<String, Function<Observed, Optional<List<Row>>>> known) {
  public Outcome {
    outputs = Map.copyOf(outputs);
    known = Map.copyOf(known);
  }

  /** An outcome of which nothing is known before it was written. */
  public Outcome(Map<String, Dataset<Row>> outputs, Function<Observed, R> result) {
    this(outputs, result, Map.of());
  }
}
