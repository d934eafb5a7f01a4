package dev.p3.run.figures;

import static dev.p3.table.ScalaCollections.asJava;

import dev.p3.data.Ability;
import dev.p3.data.DataFormat;
import dev.p3.data.StoredInput;
import dev.p3.data.raw.LinesRead;
import dev.p3.data.raw.RawRows;
import dev.p3.job.InputSpec;
import dev.p3.job.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.CommandResultExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.command.DataWritingCommandExec;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.util.QueryExecutionListener;

/**
 * What the queries of a run tell about themselves: rows read from each path, rows written, and the
 * columns of {@code Dataset.observe}. Costs no pass of its own: Spark counts these anyway.
 *
 * <p>Figures are read when they are asked for, not when Spark reports success: it reports that of
 * an iterator before the first row.
 */
public final class QueryFigures implements QueryExecutionListener, AutoCloseable {
  private final SparkSession spark;
  private final List<QueryExecution> queries = new ArrayList<>();

  public QueryFigures(SparkSession spark) {
    this.spark = spark;
    spark.listenerManager().register(this);
  }

  @Override
  public synchronized void onSuccess(String action, QueryExecution query, long nanoseconds) {
    queries.add(query);
  }

  @Override
  public void onFailure(String action, QueryExecution query, Exception failure) {
    // The caller of the action reports its failure.
  }

  /** The rows read of an input; empty when Spark does not count them, as for UTF-16 text. */
  public Optional<Long> rowsRead(StoredInput input, InputSpec.Kind kind) {
    if (!input.can(Ability.COUNTED_BY_SPARK)) {
      return count(RawRows.rowsRead(input));
    }
    // Spark looks at a CSV file's lines as text first; its rows are what it reads as CSV.
    DataFormat format =
        kind == InputSpec.Kind.LINES
            ? input.location().statedFormat().orElse(DataFormat.TEXT)
            : input.requiredFormat();
    Path root = input.roots().get(0);
    boolean isRaw = kind == InputSpec.Kind.RAW && RawRows.hasScanOfItsOwn(format);
    String scan = isRaw ? RawRows.DESCRIPTION + root : scan(format.prefix(), root);
    // A query that was run twice, such as a check before a write, or that scans its input twice,
    // as a self-join does, read the same rows.
    return finished().stream()
        .map(query -> rowsReadByScan(query).get(scan))
        .filter(Objects::nonNull)
        .reduce(Math::max);
  }

  /** The value of a {@code count} of this name in {@code Dataset.observe}. */
  public Optional<Long> count(String name) {
    return Optional.ofNullable((Long) observations().get(name));
  }

  /** The rows that the last writing query wrote. */
  public long rowsWritten() {
    return finished().stream()
        .flatMap(query -> plans(query).filter(DataWritingCommandExec.class::isInstance))
        .map(QueryFigures::rows)
        .reduce(0L, (earlier, last) -> last);
  }

  public Observed observed() {
    return new Observed(observations());
  }

  private Map<String, Object> observations() {
    var values = new HashMap<String, Object>();
    finished().forEach(query -> values.putAll(Observed.values(query)));
    return values;
  }

  @Override
  public void close() {
    spark.listenerManager().unregister(this);
  }

  /** The queries so far. */
  private List<QueryExecution> finished() {
    ListenerQueue.await(spark.sparkContext());
    synchronized (this) {
      return List.copyOf(queries);
    }
  }

  private static Map<String, Long> rowsReadByScan(QueryExecution query) {
    var rowsRead = new HashMap<String, Long>();
    plans(query)
        .filter(FileSourceScanExec.class::isInstance)
        .map(FileSourceScanExec.class::cast)
        .forEach(scan -> rowsRead.merge(scan(scan.relation()), rows(scan), Math::max));
    plans(query)
        .filter(BatchScanExec.class::isInstance)
        .map(BatchScanExec.class::cast)
        .forEach(scan -> rowsRead.merge(scan.scan().description(), rows(scan), Math::max));
    return rowsRead;
  }

  private static String scan(HadoopFsRelation relation) {
    String format =
        relation.fileFormat() instanceof DataSourceRegister named ? named.shortName() : "";
    return scan(format, asJava(relation.location().rootPaths()).get(0));
  }

  private static String scan(String format, Path root) {
    return format + ":" + root;
  }

  private static Stream<SparkPlan> plans(QueryExecution query) {
    return plans(query.executedPlan());
  }

  /** The plan and all below it, through the nodes that hide what they run. */
  private static Stream<SparkPlan> plans(SparkPlan plan) {
    if (plan instanceof AdaptiveSparkPlanExec adaptive) {
      return plans(adaptive.executedPlan());
    }
    if (plan instanceof QueryStageExec stage) {
      return plans(stage.plan());
    }
    if (plan instanceof CommandResultExec command) {
      return plans(command.commandPhysicalPlan());
    }
    return Stream.concat(
        Stream.of(plan), asJava(plan.children()).stream().flatMap(QueryFigures::plans));
  }

  private static long rows(SparkPlan plan) {
    scala.Option<SQLMetric> lines = plan.metrics().get(LinesRead.NAME);
    scala.Option<SQLMetric> rows = lines.orElse(() -> plan.metrics().get("numOutputRows"));
    return rows.isDefined() ? rows.get().value() : 0;
  }
}
