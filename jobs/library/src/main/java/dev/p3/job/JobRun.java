package dev.p3.job;

import dev.p3.chart.Chart;
import dev.p3.fault.BadUsageException;
import dev.p3.record.ConnectSession;
import dev.p3.record.Records;
import dev.p3.scope.Scopes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * What a job gave: its outputs, which Spark computes each time they are used, and its result. To be
 * closed after their last use, which closes the job's scopes and changes nothing else; an output
 * that needs a scope is refused from then on. Not thread-safe.
 *
 * @param <R> the job's result record
 */
public final class JobRun<R extends Record & JobResult> implements AutoCloseable {
  private final JobDescription<?, R> description;
  private final Outcome<R> outcome;
  private final Map<String, List<Chart>> charts;
  private final Scopes scopes;
  private R result;

  JobRun(
      JobDescription<?, R> description,
      Outcome<R> outcome,
      Map<String, List<Chart>> charts,
      Scopes scopes) {
    this.description = description;
    this.outcome = outcome;
    this.charts = charts;
    this.scopes = scopes;
  }

  /** The job's name. */
  public String job() {
    return description.name();
  }

  /** The outputs with their meanings and charts, in the order of the job's description. */
  public List<Presenter.Exhibit> exhibits() {
    return description.outputs().stream()
        .filter(output -> outputs().containsKey(output.name()))
        .map(
            output ->
                new Presenter.Exhibit(
                    String.format(Locale.ROOT, "%s: %s", output.name(), output.meaning()),
                    output(output.name()),
                    output.columns().stream()
                        .collect(
                            Collectors.toMap(
                                ColumnSpec::name, ColumnSpec::meaning, (one, other) -> one)),
                    charts.getOrDefault(output.name(), List.of())))
        .toList();
  }

  /** The outputs that the options ask for, by name. */
  public Map<String, Dataset<Row>> outputs() {
    return outcome.outputs();
  }

  /**
   * An output.
   *
   * @throws BadUsageException when the job does not give it with these options
   */
  public Dataset<Row> output(String name) {
    Dataset<Row> rows = outputs().get(name);
    if (rows == null) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Unknown output '%s' of %s (with these options it gives %s)",
              name,
              description.name(),
              String.join(", ", new TreeSet<>(outputs().keySet()))));
    }
    return rows;
  }

  /**
   * An output as records.
   *
   * @throws BadUsageException when the job does not give it with these options
   * @throws RuntimeException naming every difference between its columns and the record
   */
  public <T extends Record> Dataset<T> output(String name, Class<T> type) {
    return Records.as(output(name), type);
  }

  /**
   * The job's result, with figures of all its outputs: each is computed once for it, in the order
   * of the job's description. Later calls give the same record.
   *
   * @throws IllegalStateException in a session of Spark Connect
   */
  public R result() {
    if (result == null) {
      requireFigures();
      var values = new HashMap<String, Object>();
      var rows = new HashMap<String, Long>();
      for (OutputSpec output : description.outputs()) {
        Dataset<Row> dataset = outputs().get(output.name());
        if (dataset != null) {
          // Of its own, since figures of a query add up when it has run before.
          QueryExecution query = dataset.select("*").queryExecution();
          rows.put(output.name(), query.toRdd().count());
          values.putAll(Observed.values(query));
        }
      }
      result = outcome.result().apply(new Observed(values).withRows(Map.of(), rows));
    }
    return result;
  }

  /** A client does not get what a query observed, so figures would be wrong, not missing. */
  private void requireFigures() {
    boolean isRemote =
        outputs().values().stream().anyMatch(rows -> ConnectSession.is(rows.sparkSession()));
    if (isRemote) {
      throw new IllegalStateException(
          ConnectSession.refusal(
              "give the result of " + job(),
              "its figures are counted by the driver, while outputs can be used"));
    }
  }

  @Override
  public void close() {
    scopes.close();
  }
}
