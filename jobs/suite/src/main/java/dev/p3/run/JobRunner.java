package dev.p3.run;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.p3.console.Preview;
import dev.p3.console.StandardOutputCsv;
import dev.p3.data.Ability;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.ReadingNotes;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.Faults;
import dev.p3.job.InputSpec;
import dev.p3.job.JobResult;
import dev.p3.job.LateRows;
import dev.p3.job.Observed;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.run.RunManifest.InputRecord;
import dev.p3.run.RunManifest.OutputRecord;
import dev.p3.run.figures.QueryFigures;
import dev.p3.scope.Scopes;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Runs a planned job in a session: reads its inputs, opens its scopes, writes its outputs, and says
 * what was done.
 */
public final class JobRunner<O extends Record, R extends Record & JobResult> {
  /** Where {@code --out -} goes. */
  private final PrintStream standardOutput;

  private final SparkSession spark;
  private final RunPlan<O, R> plan;
  private final String target;
  private final boolean keepsHeads;
  private final Instant started = Instant.now();
  private final long start = System.nanoTime();

  /**
   * @param keepsHeads whether to keep the first rows of every output, for a report
   */
  public JobRunner(
      SparkSession spark,
      RunPlan<O, R> plan,
      String target,
      boolean keepsHeads,
      PrintStream standardOutput) {
    this.spark = spark;
    this.plan = plan;
    this.target = target;
    this.keepsHeads = keepsHeads;
    this.standardOutput = standardOutput;
  }

  /**
   * Runs the job to its end. When it fails before all outputs are written, none shows under its
   * name.
   *
   * @return what was done, the job's remarks, and a preview of what was not written
   */
  public Finished run() throws IOException {
    boolean committed = false;
    var notes = new ReadingNotes();
    try (var figures = new QueryFigures(spark);
        var scopes = new Scopes(spark)) {
      Outcome<R> outcome = plan.start(plan.datasets(new InputReading(spark, notes)), scopes);
      requireOutputs(outcome);
      var previews = new LinkedHashMap<String, Preview>();
      List<OutputRecord> outputs = writeAll(outcome, figures, previews);
      R result = outcome.result().apply(observed(figures, outputs));
      RunManifest record =
          record("complete", null, outputs, result, figures)
              .withWarnings(
                  Stream.concat(
                          notes.warnings().stream(),
                          result.warnings().stream().map(warning -> warning + "."))
                      .toList());
      for (Output output : plan.outputs().values()) {
        output.attach(RunManifest.FILE, record::writeTo);
      }
      CommitGate.ofProcess()
          .publish(
              () -> {
                for (Output output : plan.outputs().values()) {
                  output.commit();
                }
              });
      committed = true;
      List<String> remarks =
          Stream.concat(notes.remarks().stream(), result.remarks().stream()).toList();
      return new Finished(record, remarks, previews, heads(outcome, outputs, previews));
    } finally {
      if (!committed) {
        plan.discardOutputs();
      }
    }
  }

  /** The record of a run whose outputs were written by runs of its batches. */
  public RunManifest complete(List<OutputRecord> outputs, Object metrics) {
    return record("complete", null, outputs, metrics, null);
  }

  /** The record of a run that failed. */
  public RunManifest failed(String error) {
    return record("failed", error, List.of(), null, null);
  }

  /**
   * What a run did.
   *
   * @param remarks what the job has to say about its data
   * @param previews of the outputs that were not written anywhere, by name
   * @param heads the first rows of outputs that a report shows, by name
   */
  public record Finished(
      RunManifest record,
      List<String> remarks,
      Map<String, Preview> previews,
      Map<String, Preview> heads) {
    /** A run of which there is nothing to show. */
    public static Finished of(RunManifest record) {
      return new Finished(record, List.of(), Map.of(), Map.of());
    }
  }

  private void requireOutputs(Outcome<R> outcome) {
    var wanted = new LinkedHashSet<>(plan.outputs().keySet());
    plan.toStandardOutput().ifPresent(wanted::add);
    wanted.removeAll(outcome.outputs().keySet());
    var faults = new Faults();
    for (String name : wanted) {
      faults.add(
          "Cannot write output '%s': with these options %s gives only %s",
          name,
          plan.job().description().name(),
          String.join(", ", new TreeSet<>(outcome.outputs().keySet())));
    }
    faults.throwIfAny();
  }

  private List<OutputRecord> writeAll(
      Outcome<R> outcome, QueryFigures figures, Map<String, Preview> previews) throws IOException {
    var records = new ArrayList<OutputRecord>();
    boolean previewing = plan.outputs().isEmpty() && plan.toStandardOutput().isEmpty();
    for (OutputSpec spec : plan.job().description().outputs()) {
      String name = spec.name();
      Dataset<Row> rows = outcome.outputs().get(name);
      if (rows == null) {
        continue; // not with these options
      }
      LateRows late = outcome.lateRows().get(name);
      if (late != null) {
        StructType schema = rows.schema();
        rows =
            late.after(observed(figures, records))
                .map(all -> spark.createDataFrame(all, schema))
                .orElse(rows);
      }
      Output stored = plan.outputs().get(name);
      if (stored != null) {
        Output.Written written = stored.write(counted(rows, stored));
        records.add(
            new OutputRecord(
                name,
                stored.location().text(),
                rowsWritten(written, rows, stored, figures),
                written.fingerprint().orElse(null)));
      } else if (plan.toStandardOutput().equals(Optional.of(name))) {
        records.add(
            new OutputRecord(name, "-", StandardOutputCsv.write(rows, standardOutput), null));
      } else if (previewing) {
        Preview preview = Preview.of(rows, keepsHeads ? plan.reportedRows(name) : Preview.ROWS);
        previews.put(name, preview);
        records.add(new OutputRecord(name, null, preview.rows(), null));
      }
    }
    return records;
  }

  /** Has Spark count what it does not count by itself. */
  private static Dataset<Row> counted(Dataset<Row> rows, Output output) {
    return isCountedBySpark(output)
        ? rows
        : rows.observe(observation(output), count(lit(1)).as(observation(output)));
  }

  private static long rowsWritten(
      Output.Written written, Dataset<Row> rows, Output output, QueryFigures figures) {
    if (written.rows().isPresent()) {
      return written.rows().getAsLong();
    }
    return isCountedBySpark(output)
        ? figures.rowsWritten()
        // A sink that has the rows of a batch already does not look at them.
        : figures.count(observation(output)).orElseGet(rows::count);
  }

  private static boolean isCountedBySpark(Output output) {
    return Connectors.can(Ability.COUNTED_BY_SPARK, output.location());
  }

  private static String observation(Output output) {
    return "rows written to " + output.location().text();
  }

  private Observed observed(QueryFigures figures, List<OutputRecord> outputs) {
    var read = new HashMap<String, Long>();
    var uncounted = new HashSet<String>();
    for (InputRecord input : inputRecords(figures)) {
      if (input.rows() == null) {
        uncounted.add(input.name());
      } else {
        read.merge(input.name(), input.rows(), Long::sum);
      }
    }
    read.keySet().removeAll(uncounted);
    var written = new HashMap<String, Long>();
    outputs.forEach(output -> written.put(output.name(), output.rows()));
    return figures.observed().withRows(read, written);
  }

  /** What was previewed and the head of what was stored; standard output is not read back. */
  private Map<String, Preview> heads(
      Outcome<R> outcome, List<OutputRecord> written, Map<String, Preview> previews) {
    var heads = new LinkedHashMap<>(previews);
    for (OutputRecord output : keepsHeads ? written : List.<OutputRecord>of()) {
      Output stored = plan.outputs().get(output.name());
      if (stored != null) {
        StructType schema = outcome.outputs().get(output.name()).schema();
        Dataset<Row> rows = stored.read(spark, schema);
        heads.put(
            output.name(),
            Preview.ofStored(rows, schema, plan.reportedRows(output.name()), output.rows()));
      }
    }
    return heads;
  }

  private RunManifest record(
      String status,
      String error,
      List<OutputRecord> outputs,
      Object result,
      QueryFigures figures) {
    var execution =
        new RunManifest.Execution(
            target,
            spark.version(),
            spark.sparkContext().applicationId(),
            started.toString(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0);
    return plan.facts(hadoop())
        .ended(status, error, execution, inputRecords(figures), outputs, result);
  }

  private List<InputRecord> inputRecords(QueryFigures figures) {
    var records = new ArrayList<InputRecord>();
    for (InputSpec spec : plan.job().description().inputs()) {
      for (StoredInput stored : plan.inputs().getOrDefault(spec.name(), List.of())) {
        Long rows = figures == null ? null : figures.rowsRead(stored, spec.kind()).orElse(null);
        records.add(InputRecord.of(spec.name(), stored, hadoop()).withRows(rows));
      }
    }
    return records;
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
