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
