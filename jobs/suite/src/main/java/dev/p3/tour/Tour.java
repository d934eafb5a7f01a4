package dev.p3.tour;

import dev.p3.cli.CommandLineApp;
import dev.p3.console.Json;
import dev.p3.console.Preview;
import dev.p3.data.StoredInput;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.job.InputSpec;
import dev.p3.job.JobResult;
import dev.p3.job.Outcome;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.patterns.PatternJobs;
import dev.p3.report.Block.Exhibit;
import dev.p3.run.Interruption;
import dev.p3.run.RunManifest;
import dev.p3.run.RunPlan;
import dev.p3.run.RunPlanner;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.run.Samples;
import dev.p3.run.figures.PeakHeap;
import dev.p3.run.figures.QueryFigures;
import dev.p3.run.figures.ShuffledBytes;
import dev.p3.run.report.OutputExhibit;
import dev.p3.scope.Scopes;
import dev.p3.session.P3Session;
import dev.p3.table.RowDigest;
import dev.p3.tour.TourRecord.JobFigures;
import dev.p3.tour.TourRecord.Measured;
import dev.p3.tour.TourRecord.Seconds;
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
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * {@code tour}: runs every job and its twins on the bundled samples, side by side.
 *
 * <p>Each variant runs once untimed, which warms it up and gives the digest by which its rows are
 * compared with the pattern's; then the variants take turns, some rounds ({@value #ROUNDS}), with
 * rows made and thrown away, and one more to see what they keep in memory. For a report the pattern
 * runs once more, for its outputs.
 */
public final class Tour {
  private static final String ROUNDS = "spark.p3.tour.rounds";

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

  public int run(RunRequest request) throws Exception {
    RunSettings settings = RunSettings.of(request);
    Path directory = request.report().orElse(Path.of(""));
    settings.withFaultsOf(() -> RunManifest.requireWritable(directory));
    int rounds = settings.withFaultsOf(() -> rounds(settings.spark()));
    settings.showLogs(request.verbose());
    Configuration hadoop = settings.hadoop();
    try (var samples = new Samples(hadoop);
        var interruption = new Interruption(samples::close, messages);
        P3Session session = P3Session.borrowOrOpen("p3 tour", settings.spark())) {
      Instant started = Instant.now();
      var jobs = new ArrayList<JobFigures>();
      var exhibits = new ArrayList<List<Exhibit>>();
      Optional<TourProfiles> profiling =
          profiles.map(folder -> new TourProfiles(session.spark(), folder));
      for (PatternJob<?, ?> job : PatternJobs.all()) {
        RunPlan<?, ?> plan = plan(job, samples, hadoop);
        jobs.add(figures(plan, rounds, session.spark()));
        exhibits.add(request.report().isEmpty() ? List.of() : exhibits(plan, session.spark()));
        if (profiling.isPresent()) {
          profile(plan, session.spark(), profiling.get());
        }
      }
      TourRecord record =
          TourRecord.of(session.spark(), settings.target().name(), started, rounds, jobs);
      output.println(record.table());
      Json.READABLE.writeValue(directory.resolve("tour.json").toFile(), record);
      messages.printf(Locale.ROOT, "Wrote %s.%n", directory.resolve("tour.json"));
      if (request.report().isPresent()) {
        Path report = directory.resolve("report.html");
        TourReport.of(record, exhibits).writeTo(report);
        messages.printf(Locale.ROOT, "Wrote %s.%n", report);
      }
      if (profiling.isPresent()) {
        output.println(profiling.get().table());
        messages.printf(Locale.ROOT, "Wrote %s.%n", profiling.get().write());
      }
      return CommandLineApp.DONE;
    }
  }

  private static <O extends Record, R extends Record & JobResult> void profile(
      RunPlan<O, R> plan, SparkSession spark, TourProfiles profiling) throws IOException {
    for (Variant<O, R> variant : plan.job().description().variants()) {
      profiling.add(
          plan.job().description().name(),
          variant.name(),
          () -> timed(plan.withVariant(variant), spark));
    }
  }

  private static int rounds(SparkConf settings) {
    String words = settings.get(ROUNDS, "3");
    if (!words.matches("[1-9]\\d{0,3}")) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Invalid %s: '%s' (must be a whole number, 1 to 9999)", ROUNDS, words));
    }
    return Integer.parseInt(words);
  }

  private static <O extends Record, R extends Record & JobResult> RunPlan<O, R> plan(
      PatternJob<O, R> job, Samples samples, Configuration hadoop) {
    RunRequest example = RunRequest.ofExample(job.description());
    return new RunPlanner<>(job, example, Map.of(), samples, hadoop).plan();
  }

  private <O extends Record, R extends Record & JobResult> JobFigures figures(
      RunPlan<O, R> plan, int rounds, SparkSession spark) {
    PatternJob<O, R> job = plan.job();
    List<Variant<O, R>> variants = job.description().variants();
    var digests = new LinkedHashMap<String, RowDigest>();
    long rowsIn;
    try (var figures = new QueryFigures(spark)) {
      for (Variant<O, R> variant : variants) {
        messages.printf(
            Locale.ROOT,
            "%s, %s: %s%n",
            job.description().name(),
            variant.name(),
            variant.meaning());
        digests.put(variant.name(), digest(plan.withVariant(variant), spark));
      }
      rowsIn = rowsIn(plan, figures);
    }
    requireSameRows(job, digests);
    Map<Variant<O, R>, Measured> measured = measured(plan, rounds, spark);
    Variant<O, R> pattern = variants.get(0);
    return new JobFigures(
        job.description().name(),
        job.description().pattern(),
        pattern.name(),
        rowsIn,
        digests.get(pattern.name()).rows(),
        Seconds.of(measured.get(pattern).seconds()),
        measured.get(pattern).shuffledBytes(),
        measured.get(pattern).peakHeapBytes(),
        variants.stream()
            .skip(1)
            .map(twin -> TwinFigures.of(twin.name(), measured.get(twin), measured.get(pattern)))
            .toList());
  }

  private static <O extends Record, R extends Record & JobResult> RowDigest digest(
      RunPlan<O, R> plan, SparkSession spark) {
    try (var scopes = new Scopes(spark)) {
      OutputSpec spec = plan.job().description().outputs().get(0);
      return RowDigest.of(
          mainOutput(plan, plan.start(spark, scopes)).drop(spec.measured().toArray(String[]::new)),
          spec.significantDigits());
    }
  }

  private static <O extends Record, R extends Record & JobResult>
      Map<Variant<O, R>, Measured> measured(RunPlan<O, R> plan, int rounds, SparkSession spark) {
    List<Variant<O, R>> variants = plan.job().description().variants();
    var seconds = new HashMap<Variant<O, R>, List<Double>>();
    var measured = new HashMap<Variant<O, R>, Measured>();
    try (var shuffled = new ShuffledBytes(spark.sparkContext())) {
      for (int round = 0; round < rounds; round++) {
        for (Variant<O, R> variant : variants) {
          seconds
              .computeIfAbsent(variant, any -> new ArrayList<>())
              .add(timed(plan.withVariant(variant), spark));
        }
      }
      for (Variant<O, R> variant : variants) {
        shuffled.next();
        Long peakHeapBytes = peakHeapBytes(plan.withVariant(variant), spark);
        measured.put(variant, new Measured(seconds.get(variant), shuffled.next(), peakHeapBytes));
      }
    }
    return measured;
  }

  /** Null when tasks run in other JVMs. */
  private static <O extends Record, R extends Record & JobResult> Long peakHeapBytes(
      RunPlan<O, R> plan, SparkSession spark) {
    try (var heap = new PeakHeap()) {
      timed(plan, spark);
      return spark.sparkContext().isLocal() ? heap.bytes() : null;
    }
  }

  private static <O extends Record, R extends Record & JobResult> double timed(
      RunPlan<O, R> plan, SparkSession spark) {
    long start = System.nanoTime();
    try (var scopes = new Scopes(spark)) {
      mainOutput(plan, plan.start(spark, scopes)).write().format("noop").mode("overwrite").save();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** The first rows of every output of the pattern. */
  private static <O extends Record, R extends Record & JobResult> List<Exhibit> exhibits(
      RunPlan<O, R> plan, SparkSession spark) {
    var exhibits = new ArrayList<Exhibit>();
    try (var scopes = new Scopes(spark)) {
      Outcome<R> outcome = plan.start(spark, scopes);
      for (OutputSpec output : plan.job().description().outputs()) {
        Dataset<Row> rows = outcome.outputs().get(output.name());
        if (rows != null) {
          Preview preview = Preview.of(rows, plan.reportedRows(output.name()));
          exhibits.add(OutputExhibit.of(output, preview, plan.charts(output.name())));
        }
      }
    }
    return exhibits;
  }

  private static <R extends Record & JobResult> Dataset<Row> mainOutput(
      RunPlan<?, R> plan, Outcome<R> outcome) {
    return outcome.outputs().get(plan.job().description().outputs().get(0).name());
  }

  private static long rowsIn(RunPlan<?, ?> plan, QueryFigures figures) {
    long rows = 0;
    for (InputSpec spec : plan.job().description().inputs()) {
      for (StoredInput stored : plan.inputs().getOrDefault(spec.name(), List.of())) {
        rows += figures.rowsRead(stored, spec.kind()).orElse(0L);
      }
    }
    return rows;
  }

  private static void requireSameRows(PatternJob<?, ?> job, Map<String, RowDigest> digests) {
    if (digests.values().stream().distinct().count() > 1) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "The variants of %s give different rows: %s",
              job.description().name(),
              digests));
    }
  }
}
