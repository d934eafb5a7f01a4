package dev.p3.job;

import java.util.Map;
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
 */
public record Outcome<R extends Record & JobResult>(
    Map<String, Dataset<Row>> outputs, Function<Observed, R> result) {
  public Outcome {
    outputs = Map.copyOf(outputs);
  }
}
