package dev.p3.tour;

import dev.p3.console.Json;
import dev.p3.console.Preview;
import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.InputReading;
import dev.p3.data.Output;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.JobFailedException;
import dev.p3.job.JobDescription;
import dev.p3.job.JobRegistry;
import dev.p3.job.JobResult;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.report.Block.Exhibit;
import dev.p3.run.Interruption;
import dev.p3.run.JobRunner;
import dev.p3.run.JobStart;
import dev.p3.run.PlannedOutputs;
import dev.p3.run.ReportDirectory;
import dev.p3.run.RunManifest;
import dev.p3.run.RunPlan;
import dev.p3.run.RunPlanner;
import dev.p3.run.RunRecorder;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.run.Samples;
import dev.p3.run.figures.PeakHeap;
import dev.p3.run.figures.ShuffledBytes;
import dev.p3.run.report.OutputExhibit;
import dev.p3.scope.Scopes;
import dev.p3.session.P3Session;
import dev.p3.table.RowDigest;
import dev.p3.tour.TourRecord.JobFigures;
import dev.p3.tour.TourRecord.Measured;
import dev.p3.tour.TourRecord.TwinFigures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * {@code tour}: runs every job and its twins on the bundled samples, side by side.
 *
 * <p>Each variant runs once untimed, which warms it up and gives the digest by which its rows are
 * compared with the pattern's; then the variants take turns, some rounds ({@link TourRounds}), each
 * run as {@code run} runs it, to an output that throws its rows away. Slow twins are compared with
 * the pattern on a part of the rows ({@link TourPart}). For a report each variant runs once more to
 * see what it keeps in memory, and the pattern for its outputs.
 */
public final class Tour {
  private final PrintStream output;
  private final PrintStream messages;
  private final Optional<Path> profiles;

  /**
   * @param profiles where the profile of each variant goes; empty when none is wanted
   */
  public Tour(PrintStream output, PrintStream messages, Optional<Path> profiles) {
    this.output = output;
    this.messages = messages;
    this.profiles = profiles;
  }

  /**
   * Runs jobs.
   *
   * @param names of the jobs; empty for all
   */
  public void run(List<String> names, JobRegistry registry, RunRequest request) throws Exception {
    RunSettings settings = RunSettings.of(request);
    List<PatternJob<?, ?>> wanted = settings.withFaultsOf(() -> registry.allOf(names));
    Configuration hadoop = settings.hadoop();
    ReportDirectory directory =
        settings.withFaultsOf(
            () -> ReportDirectory.of(request.report().orElse(""), hadoop).requireWritable(hadoop));
    TourRounds rounds = settings.withFaultsOf(() -> TourRounds.of(settings.spark()));
    settings.showLogs(request.verbose());
    try (var samples = new Samples(hadoop);
        var interruption = new Interruption(samples::close, false, messages);
        P3Session session = P3Session.borrowOrOpen("p3 tour", settings.spark())) {
      Instant started = Instant.now();
      var jobs = new ArrayList<JobFigures>();
      var exhibits = new ArrayList<List<Exhibit>>();
      Optional<TourProfiles> profiling =
          profiles.map(folder -> new TourProfiles(session.spark(), folder));
      for (PatternJob<?, ?> job : wanted) {
        RunPlan<?, ?> plan = plan(job, samples, hadoop);
        jobs.add(figures(plan, rounds, request.report().isPresent(), session.spark()));
        exhibits.add(request.report().isEmpty() ? List.of() : exhibits(plan, session.spark()));
        if (profiling.isPresent()) {
          profile(plan, session.spark(), profiling.get());
        }
      }
      TourRecord record =
          TourRecord.of(session.spark(), settings.target().name(), started, rounds.most(), jobs);
      output.println(record.table());
      directory.write("tour.json", out -> Json.READABLE.writeValue(out, record), hadoop);
      messages.printf(Locale.ROOT, "Wrote %s.%n", directory.shown("tour.json"));
      if (request.report().isPresent()) {
        directory.write("report.html", TourReport.of(record, wanted, exhibits)::writeTo, hadoop);
        messages.printf(Locale.ROOT, "Wrote %s.%n", directory.shown("report.html"));
      }
      if (profiling.isPresent()) {
        output.println(profiling.get().table());
        messages.printf(Locale.ROOT, "Wrote %s.%n", profiling.get().write());
      }
    }
  }

  private static <O extends Record, R extends Record & JobResult> void profile(
      RunPlan<O, R> plan, SparkSession spark, TourProfiles profiling) throws IOException {
    for (Variant<O, R> variant : plan.job().description().variants()) {
      profiling.add(
          plan.job().description().name(),
          variant.name(),
          () -> runToNowhere(plan.withVariant(variant), spark));
    }
  }

  private static <O extends Record, R extends Record & JobResult> RunPlan<O, R> plan(
      PatternJob<O, R> job, Samples samples, Configuration hadoop) {
    RunRequest example = RunRequest.ofExample(job.description());
    return new RunPlanner<>(job, example, locations -> Map.of(), samples, hadoop).plan();
  }

  private <O extends Record, R extends Record & JobResult> JobFigures figures(
      RunPlan<O, R> plan, TourRounds rounds, boolean seesHeap, SparkSession spark)
      throws IOException {
    JobDescription<O, R> job = plan.job().description();
    Variant<O, R> pattern = job.variants().get(0);
    List<Variant<O, R>> twins = job.variants().subList(1, job.variants().size());
    List<Variant<O, R>> fast = with(pattern, twins.stream().filter(twin -> !twin.isSlow()));
    Map<String, Measured> whole = compared(plan, fast, "", rounds, seesHeap, spark);
    Map<String, Measured> part = Map.of();
    if (fast.size() < job.variants().size()) {
      List<Variant<O, R>> onPart =
          with(pattern, twins.stream().filter(Variant::isSlow)).stream()
              .map(each -> TourPart.of(each, job))
              .toList();
      long rowsIn = TourPart.rows(JobStart.inputs(plan, InputReading.by(spark)), job);
      part = new HashMap<>(compared(plan, onPart, TourPart.WORDS, rounds, seesHeap, spark));
      part.replaceAll((name, measured) -> measured.withRowsIn(rowsIn));
    }
    Map<String, Measured> slow = part;
    return JobFigures.of(
        job.name(),
        job.pattern(),
        pattern.name(),
        whole.get(pattern.name()),
        twins.stream()
            .map(
                twin ->
                    twin.isSlow()
                        ? TwinFigures.onPart(
                            twin.name(), slow.get(twin.name()), slow.get(pattern.name()))
                        : TwinFigures.of(
                            twin.name(), whole.get(twin.name()), whole.get(pattern.name())))
            .toList());
  }

  private static <V> List<V> with(V pattern, Stream<V> twins) {
    return Stream.concat(Stream.of(pattern), twins).toList();
  }

  /**
   * Runs variants on the same rows, of which each must make the same.
   *
   * @param variants the pattern first
   * @param rows which rows, when not all
   * @return what was measured, by variant
   */
  private <O extends Record, R extends Record & JobResult> Map<String, Measured> compared(
      RunPlan<O, R> plan,
      List<Variant<O, R>> variants,
      String rows,
      TourRounds rounds,
      boolean seesHeap,
      SparkSession spark)
      throws IOException {
    String job = plan.job().description().name();
    var digests = new LinkedHashMap<String, RowDigest>();
    for (Variant<O, R> variant : variants) {
      messages.printf(Locale.ROOT, "%s, %s%s: %s%n", job, variant.name(), rows, variant.meaning());
      digests.put(variant.name(), digest(plan.withVariant(variant), spark));
    }
    requireSameRows(job, digests);
    var seconds = new HashMap<Variant<O, R>, List<Double>>();
    var measured = new HashMap<String, Measured>();
    try (var shuffled = new ShuffledBytes(spark.sparkContext())) {
      for (int round = 0; round < rounds.most(); round++) {
        for (Variant<O, R> variant : rounds.next(variants, seconds)) {
          shuffled.next();
          long start = System.nanoTime();
          RunManifest run = runToNowhere(plan.withVariant(variant), spark);
          double took = (System.nanoTime() - start) / 1e9;
          seconds.computeIfAbsent(variant, any -> new ArrayList<>()).add(took);
          measured.put(
              variant.name(),
              new Measured(
                  seconds.get(variant),
                  shuffled.next(),
                  null,
                  rowsIn(run),
                  digests.get(variant.name()).rows()));
        }
      }
    }
    if (seesHeap && spark.sparkContext().isLocal()) {
      for (Variant<O, R> variant : variants) {
        try (var heap = new PeakHeap()) {
          runToNowhere(plan.withVariant(variant), spark);
          long bytes = heap.bytes();
          measured.computeIfPresent(variant.name(), (name, each) -> each.withPeakHeap(bytes));
        }
      }
    }
    return measured;
  }

  private static <O extends Record, R extends Record & JobResult> RowDigest digest(
      RunPlan<O, R> plan, SparkSession spark) {
    try (var scopes = new Scopes(spark)) {
      Map<String, Dataset<Row>> inputs = JobStart.inputs(plan, InputReading.by(spark));
      OutputSpec main = mainOutput(plan);
      Dataset<Row> rows = JobStart.outputs(plan, inputs, scopes).outputs().get(main.name());
      return main.digest(rows);
    }
  }

  /** Runs a variant for its main output, whose rows are made and thrown away. */
  private static <O extends Record, R extends Record & JobResult> RunManifest runToNowhere(
      RunPlan<O, R> plan, SparkSession spark) throws IOException {
    String main = mainOutput(plan).name();
    Output nowhere =
        Connectors.output(
            DataLocation.parse("noop:" + main),
            Connector.Existing.REPLACE,
            spark.sparkContext().hadoopConfiguration());
    PlannedOutputs outputs = PlannedOutputs.stored(Map.of(main, nowhere));
    return run(plan.with(plan.inputs(), outputs), false, spark).record();
  }

  private static <O extends Record, R extends Record & JobResult> JobRunner.Finished run(
      RunPlan<O, R> plan, boolean keepsHeads, SparkSession spark) throws IOException {
    var recorder = new RunRecorder(spark, plan, spark.sparkContext().master());
    var nothing = new PrintStream(PrintStream.nullOutputStream());
    return new JobRunner<>(spark, plan, recorder, keepsHeads, nothing).run();
  }

  /** The first rows of every output of the pattern. */
  private static <O extends Record, R extends Record & JobResult> List<Exhibit> exhibits(
      RunPlan<O, R> plan, SparkSession spark) throws IOException {
    Map<String, Preview> previews = run(plan, true, spark).previews();
    return plan.job().description().outputs().stream()
        .filter(output -> previews.containsKey(output.name()))
        .map(
            output ->
                OutputExhibit.of(output, previews.get(output.name()), plan.charts(output.name())))
        .toList();
  }

  private static OutputSpec mainOutput(RunPlan<?, ?> plan) {
    return plan.job().description().outputs().get(0);
  }

  private static long rowsIn(RunManifest run) {
    return run.inputs().stream()
        .map(RunManifest.InputRecord::rows)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static void requireSameRows(String job, Map<String, RowDigest> digests) {
    if (digests.values().stream().distinct().count() > 1) {
      throw new JobFailedException(
          String.format(Locale.ROOT, "The variants of %s give different rows: %s", job, digests));
    }
  }
}
