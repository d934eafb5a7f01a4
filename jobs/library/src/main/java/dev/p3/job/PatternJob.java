package dev.p3.job;

import dev.p3.chart.Chart;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.scope.Scopes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A job: a pure function from named inputs and one options record to named outputs and one result
 * record. Implementations hold no state, so one instance serves any number of runs, in several
 * threads at once. No method takes or returns null.
 *
 * @param <O> the options record; its components carry {@link Option}
 * @param <R> the result record
 */
public interface PatternJob<O extends Record, R extends Record & JobResult> {
  /**
   * What the job is, and the function of each of its variants; always the same object. Names of
   * jobs, inputs, outputs, variants and options are in kebab case, those of output columns in snake
   * case; the job's name is that of no other job.
   */
  JobDescription<O, R> description();

  /**
   * Describes the work; Spark does it when an output is written. A job may act at once where it has
   * to know something first, for example to collect a lookup table, or where its outputs share what
   * one action computes; its description says so.
   *
   * @param inputs each required input, and the optional ones that were given
   * @param variant the name of one of the description's variants
   * @param scopes where to open scopes; the caller closes them after the outputs were written
   * @throws BadUsageException when there is no such variant, or when inputs and options do not fit,
   *     with every fault
   * @throws JobFailedException when data that had to be read first do not allow the job
   */
  default Outcome<R> run(Inputs inputs, O options, String variant, Scopes scopes) {
    return description().variant(variant).work().run(inputs, options, scopes);
  }

  /** How the bytes of {@link InputSpec.Kind#LINES} inputs are encoded: it decides on line ends. */
  default Charset encoding(O options) {
    return StandardCharsets.UTF_8;
  }

  /** The columns that {@link InputSpec.Kind#RAW} inputs are to have. */
  default List<String> rawColumns(O options) {
    return List.of();
  }

  /**
   * The classes that the job hands to Kryo, to be registered: the records that it broadcasts, and
   * what they hold that is no record, enum or container of the JDK. Asked on the driver and on
   * every executor; the same list each time.
   */
  default List<Class<?>> records() {
    return List.of();
  }

  /**
   * How a report draws the outputs, by their names; an output without charts is shown as a table. A
   * chart names columns of the output, which may depend on the options. For outputs of {@code
   * counts}, {@code correlation}, {@code ladder}, {@code serializers}, of points with their nearest
   * places, and of ranks within groups:
   *
   * <pre>{@code
   * Chart.bars("token", "count", "occurrences")
   * Chart.heatMap("left", "right", "pearson").between(-1, 1)
   * Chart.bars("rung", "rows_per_s", "rows per second")
   * new Bars(List.of("serializer"), List.of("write_ns", "read_ns"), "ns per record")
   * Chart.map(options.lat(), options.lon()).linkedTo("place_latitude", "place_longitude")
   * new Bars(List.of("origin", "rank"), List.of(options.by()), options.by())
   * }</pre>
   *
   * <p>A chart is left out when the output has not all of its columns, or no value to draw.
   */
  default Map<String, List<Chart>> charts(O options) {
    return Map.of();
  }
}
