package dev.p3.job;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a job gives back: outputs to compute, and a result once they are.
 *
 * <p>Outputs are written one after the other, in the order of the job's description, and only those
 * that the caller wants. Nothing else may depend on that order but {@link #lateRows}: an output
 * with late rows comes after the output whose writing collects them, and its Dataset gives the same
 * rows when that one was not written.
 *
 * <p>Immutable; no component is null.
 *
 * @param <R> the job's result record
 * @param outputs a Dataset for each output of the job's description that the options ask for, by
 *     its name; lazy, no action has run but what the job needs to know first or what its outputs
 *     share
 * @param result makes the result record after the outputs were written; it may run actions of its
 *     own, and the job's scopes are still open then
 * @param lateRows by the name of an output, rows that writing earlier outputs may have collected;
 *     for most jobs none
 */
public record Outcome<R extends Record & JobResult>(
    Map<String, Dataset<Row>> outputs,
    Function<Observed, R> result,
    Map<String, LateRows> lateRows) {

  public Outcome {
    outputs = Map.copyOf(outputs);
    lateRows = Map.copyOf(lateRows);
    if (!outputs.keySet().containsAll(lateRows.keySet())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot give late rows of %s: the outputs are %s",
              lateRows.keySet(),
              outputs.keySet()));
    }
  }

  /** An outcome without late rows. */
  public static <R extends Record & JobResult> Outcome<R> of(
      Map<String, Dataset<Row>> outputs, Function<Observed, R> result) {
    return new Outcome<>(outputs, result, Map.of());
  }

  /**
   * The same outcome, one of whose outputs may be known by the time it is to be written.
   *
   * @param output its name; in the description it comes after those whose writing collects its rows
   * @throws IllegalArgumentException when the outcome has no such output
   */
  public Outcome<R> withLateRows(String output, LateRows rows) {
    var all = new HashMap<>(lateRows);
    all.put(output, rows);
    return new Outcome<>(outputs, result, all);
  }
}
