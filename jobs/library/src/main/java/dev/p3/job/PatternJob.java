package dev.p3.job;

import dev.p3.scope.Scopes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A job: a pure function from named inputs and one options record to named outputs and one result
 * record. Implementations hold no state, so one instance serves any number of runs.
 *
 * @param <O> the options record; its components carry {@link Option}
 * @param <R> the result record
 */
public interface PatternJob<O extends Record, R extends Record & JobResult> {
  JobDescription description();

  Class<O> optionsType();

  /**
   * Describes the work; Spark does it when an output is written.
   *
   * @param variant one of the description's variants
   * @param scopes where to open scopes; they close after the outputs were written
   * @throws BadUsageException when inputs and options do not fit, with every fault
   * @throws JobFailedException when data that had to be read first do not allow the job
   */
  Outcome<R> run(Inputs inputs, O options, String variant, Scopes scopes);

  /** How the bytes of {@link InputSpec.Kind#LINES} inputs are encoded: it decides on line ends. */
  default Charset encoding(O options) {
    return StandardCharsets.UTF_8;
  }

  /** The columns that {@link InputSpec.Kind#RAW} inputs are to have. */
  default List<String> rawColumns(O options) {
    return List.of();
  }
}
