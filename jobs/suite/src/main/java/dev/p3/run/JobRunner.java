package dev.p3.run;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.p3.console.Preview;
import dev.p3.console.StandardOutputCsv;
import dev.p3.data.Ability;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.ReadingNotes;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.Faults;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
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
  private final RunRecorder recorder;
  private final boolean keepsHeads;

  /**
   * @param recorder makes the record of this run
   * @param keepsHeads whether to keep the first rows of every output, for a report
   */
  public JobRunner(
      SparkSession spark,
      RunPlan<O, R> plan,
      RunRecorder recorder,
      boolean keepsHeads,
      PrintStream standardOutput) {
    this.spark = spark;
    this.plan = plan;
    this.recorder = recorder;
    this.keepsHeads = keepsHeads;
    this.standardOutput = standardOutput;
  }

  /**
   * Runs the job to its end. When it fails before all outputs are written, none shows under its
   * name; when one cannot be published after another was, {@link PartPublishedException} says so.
   * What fails when they are, fails the run no more: its record says that it is complete.
   *
   * @return what was done, the job's remarks, and a preview of what was not written
   */
  public Finished run() throws IOException {
    Finished finished = null;
    var notes = new ReadingNotes();
    try (var figures = new QueryFigures(spark);
        var scopes = new Scopes(spark)) {
      Map<String, Dataset<Row>> inputs = JobStart.inputs(plan, new InputReading(spark, notes));
      Outcome<R> outcome = JobStart.outputs(plan, inputs, scopes);
      requireOutputs(outcome);
      var previews = new LinkedHashMap<String, Preview>();
      List<OutputRecord> outputs = writeAll(outcome, figures, previews);
      R result = outcome.result().apply(observed(figures, outputs));
      List<String> warnings =
          Stream.concat(
                  notes.warnings().stream(),
                  result.warnings().stream().map(warning -> warning + "."))
              .toList();
      RunManifest record = recorder.complete(read(figures), outputs, result, warnings);
      for (Output output : plan.outputs().stored().values()) {
        output.attach(RunManifest.FILE, record::writeTo);
      }
      CommitGate.ofProcess().publish(this::publish);
      List<String> remarks =
          Stream.concat(notes.remarks().stream(), result.remarks().stream()).toList();
      finished = new Finished(record, remarks, previews, previews, Optional.empty());
      finished = finished.withHeads(heads(outcome, outputs, previews));
    } catch (Exception | Error e) {
      if (finished == null) {
        throw e;
      }
      finished = finished.withFailure(e);
    } finally {
      if (finished == null) {
        discard(plan.outputs());
      }
    }
    return finished;
  }

  private void publish() throws IOException {
    var published = new ArrayList<String>();
    for (Output output : OutputOrder.ofCommitting(plan.outputs().stored().values())) {
      try {
        output.commit();
      } catch (IOException | RuntimeException e) {
        if (published.isEmpty() || plan.stream().isPresent()) {
          throw e; // a stream repeats the batch, and adds what is missing alone
        }
        throw new PartPublishedException(published, e);
      }
      published.add(output.location().text());
    }
  }

  /** Deletes what was written and not committed. */
  public static void discard(PlannedOutputs outputs) throws IOException {
    for (Output output : outputs.stored().values()) {
      output.discard();
    }
  }

  /**
   * What a run did.
   *
   * @param remarks what the job has to say about its data
   * @param previews of the outputs that were not written anywhere, by name
   * @param heads the first rows of outputs that a report shows, by name
   * @param failure what went wrong when the outputs were there already, such as reading the heads
   */
  public record Finished(
      RunManifest record,
      List<String> remarks,
      Map<String, Preview> previews,
      Map<String, Preview> heads,
      Optional<Throwable> failure) {
    /** A run of which there is nothing to show. */
    public static Finished of(RunManifest record) {
      return new Finished(record, List.of(), Map.of(), Map.of(), Optional.empty());
    }

    private Finished withHeads(Map<String, Preview> others) {
      return new Finished(record, remarks, previews, others, failure);
    }

    private Finished withFailure(Throwable afterwards) {
      return new Finished(record, remarks, previews, heads, Optional.of(afterwards));
    }
  }

  private void requireOutputs(Outcome<R> outcome) {
    var wanted = new LinkedHashSet<>(plan.outputs().stored().keySet());
    plan.outputs().toStandardOutput().ifPresent(wanted::add);
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
    List<String> names = plan.job().description().outputs().stream().map(OutputSpec::name).toList();
    for (String name :
        OutputOrder.ofWriting(names, outcome.lateRows().keySet(), plan.outputs().stored())) {
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
      Output stored = plan.outputs().stored().get(name);
      if (stored != null) {
        Output.Written written = stored.write(counted(rows, stored));
        records.add(
            new OutputRecord(
                name,
                stored.location().text(),
                rowsWritten(written, rows, stored, figures),
                written.fingerprint().orElse(null)));
      } else if (plan.outputs().toStandardOutput().equals(Optional.of(name))) {
        records.add(
            new OutputRecord(name, "-", StandardOutputCsv.write(rows, standardOutput), null));
      } else if (plan.outputs().areShown()) {
        Preview preview = Preview.of(rows, keepsHeads ? plan.reportedRows(name) : Preview.ROWS);
        previews.put(name, preview);
        records.add(new OutputRecord(name, null, preview.rows(), null));
      }
    }
    records.sort(Comparator.comparing(written -> names.indexOf(written.name())));
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
    for (InputRecord input : read(figures)) {
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
      Output stored = plan.outputs().stored().get(output.name());
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

  /** The inputs with what has been read of them so far. */
  private List<InputRecord> read(QueryFigures figures) {
    return plan.inputs().stream()
        .map(
            input ->
                input
                    .record()
                    .withRows(figures.rowsRead(input.stored(), input.spec().kind()).orElse(null)))
        .toList();
  }
}
