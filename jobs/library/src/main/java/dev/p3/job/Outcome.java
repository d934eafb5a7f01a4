package dev.p3.job;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a job gives back.
 *
 * @param outputs a Dataset for each output of the job's description that the options ask for; lazy,
 *     no action has run but what the job needs to know first or what its outputs share
 * @param result makes the result record after the outputs were written; it may run actions of its
 *     own, and the job's scopes are still open then
 * @param knownEmpty for outputs that may turn out to be empty while those before them are written:
 *     whether one is, so that nothing need be read for it
 */
public record Outcome<R extends Record & JobResult>(
    Map<String, Dataset<Row>> outputs,
    Function<Observed, R> result,
    Map<String, Predicate<Observed>> knownEmpty) {
  public Outcome {
    outputs = Map.copyOf(outputs);
    knownEmpty = Map.copyOf(knownEmpty);
  }

  /** An outcome of which nothing is known before it was written. */
  public Outcome(Map<String, Dataset<Row>> outputs, Function<Observed, R> result) {
    this(outputs, result, Map.of());
  }
}
