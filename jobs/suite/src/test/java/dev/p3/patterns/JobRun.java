package dev.p3.patterns;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.job.Inputs;
import dev.p3.job.JobResult;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.job.PatternJob;
import dev.p3.scope.Scopes;
import dev.p3.table.ScalaCollections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/**
 * One run of a job on the rows of a test: rows in, rows and result record out.
 *
 * @param output what the action made of an output
 * @param result the job's result record, made while its scopes were open
 */
public record JobRun<T, R>(T output, R result) {
  /** A run whose main output is looked at. */
  public static <O extends Record, R extends Record & JobResult, T> JobRun<T, R> of(
      PatternJob<O, R> job,
      Map<String, Dataset<Row>> inputs,
      O options,
      String variant,
      Function<Dataset<Row>, T> action) {
    String main = job.description().outputs().get(0).name();
    return of(job, inputs, options, variant, main, action);
  }

  public static <O extends Record, R extends Record & JobResult, T> JobRun<T, R> of(
      PatternJob<O, R> job,
      Map<String, Dataset<Row>> inputs,
      O options,
      String variant,
      String outputName,
      Function<Dataset<Row>, T> action) {
    SparkSession spark = LocalSpark.spark();
    var listener = new ObservedColumns();
    spark.listenerManager().register(listener);
    try (var scopes = new Scopes(spark)) {
      Outcome<R> outcome = job.run(new Inputs(inputs), options, variant, scopes);
      T output = action.apply(outcome.outputs().get(outputName));
      spark.sparkContext().listenerBus().waitUntilEmpty(Hanging.LIMIT.toMillis());
      return new JobRun<>(output, outcome.result().apply(new Observed(listener.values)));
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      spark.listenerManager().unregister(listener);
    }
  }

  private static final class ObservedColumns implements QueryExecutionListener {
    private final Map<String, Object> values = new HashMap<>();

    @Override
    public void onSuccess(String action, QueryExecution query, long nanoseconds) {
      for (Row row : ScalaCollections.asJava(query.observedMetrics()).values()) {
        for (String column : row.schema().fieldNames()) {
          Object value = row.getAs(column);
          if (value != null) {
            values.put(column, value);
          }
        }
      }
    }

    @Override
    public void onFailure(String action, QueryExecution query, Exception failure) {
      // The action itself throws.
    }
  }
}
