package dev.p3.runner;

import dev.p3.job.Observed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.CommandResultExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.command.DataWritingCommandExec;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.util.QueryExecutionListener;
import scala.collection.JavaConverters;

/**
 * What the queries of a run tell about themselves: rows read from each path, rows written, and the
 * columns of {@code Dataset.observe}. Costs no pass of its own: Spark counts these anyway.
 */
final class QueryFigures implements QueryExecutionListener, AutoCloseable {
  private static final long DRAIN_MILLIS = 30_000;

  private final SparkSession spark;
  private final Map<String, Long> rowsReadByPath = new HashMap<>();
  private final Map<String, Object> observed = new HashMap<>();
  private long rowsWritten;

  QueryFigures(SparkSession spark) {
    this.spark = spark;
    spark.listenerManager().register(this);
  }

  @Override
  public synchronized void onSuccess(String action, QueryExecution query, long nanoseconds) {
    var rowsRead = new HashMap<String, Long>();
    visit(query.executedPlan(), rowsRead);
    // A query that was run twice, such as a check before a write, read the same rows.
    rowsRead.forEach((path, rows) -> rowsReadByPath.merge(path, rows, Math::max));
    asJava(query.observedMetrics()).values().forEach(this::observe);
  }

  @Override
  public void onFailure(String action, QueryExecution query, Exception failure) {
    // Whoever started the action reports its failure.
  }

  /** The rows read from these paths; empty when Spark does not count them, as for UTF-16 text. */
  Optional<Long> rowsRead(List<Path> paths) {
    drain();
    synchronized (this) {
      return paths.stream()
          .map(path -> rowsReadByPath.get(path.toString()))
          .filter(Objects::nonNull)
          .reduce(Long::sum);
    }
  }

  /** The rows that the last writing query wrote. */
  long rowsWritten() {
    drain();
    synchronized (this) {
      return rowsWritten;
    }
  }

  Observed observed() {
    drain();
    synchronized (this) {
      return new Observed(observed);
    }
  }

  @Override
  public void close() {
    spark.listenerManager().unregister(this);
  }

  /** Listeners hear of a query shortly after its action returned. */
  private void drain() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(DRAIN_MILLIS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Cannot read the figures of the run: Spark did not report them", e);
    }
  }

  private void observe(Row row) {
    for (String column : row.schema().fieldNames()) {
      Object value = row.getAs(column);
      if (value != null) {
        observed.put(column, value);
      }
    }
  }

  private void visit(SparkPlan plan, Map<String, Long> rowsRead) {
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      visit(adaptive.executedPlan(), rowsRead);
    } else if (plan instanceof QueryStageExec stage) {
      visit(stage.plan(), rowsRead);
    } else if (plan instanceof CommandResultExec command) {
      visit(command.commandPhysicalPlan(), rowsRead);
    } else if (plan instanceof FileSourceScanExec scan) {
      // Several roots of one scan are counted together, under the first.
      String root = asJava(scan.relation().location().rootPaths()).get(0).toString();
      rowsRead.merge(root, rows(plan), Long::sum);
    } else if (plan instanceof DataWritingCommandExec) {
      rowsWritten = rows(plan);
    }
    asJava(plan.children()).forEach(child -> visit(child, rowsRead));
  }

  private static long rows(SparkPlan plan) {
    scala.Option<SQLMetric> rows = plan.metrics().get("numOutputRows");
    return rows.isDefined() ? rows.get().value() : 0;
  }

  @SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13, its successor is not
  private static <T> List<T> asJava(scala.collection.Seq<T> values) {
    return JavaConverters.seqAsJavaList(values);
  }

  @SuppressWarnings("deprecation") // JavaConverters is in Scala 2.12 and 2.13, its successor is not
  private static <K, V> Map<K, V> asJava(scala.collection.Map<K, V> values) {
    return JavaConverters.mapAsJavaMap(values);
  }
}
