package dev.p3.runner;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.p3.data.RowDigest;
import dev.p3.data.StoredInput;
import dev.p3.job.InputSpec;
import dev.p3.job.JobFailedException;
import dev.p3.job.JobResult;
import dev.p3.job.Outcome;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.runner.TourRecord.JobFigures;
import dev.p3.runner.TourRecord.Seconds;
import dev.p3.runner.TourRecord.TwinFigures;
import dev.p3.scope.Scopes;
import dev.p3.session.P3Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * {@code tour}: runs every job and its twins on the bundled samples, side by side.
 *
 * <p>Each variant runs once untimed, which warms it up and gives the digest by which its rows are
 * compared with the pattern's; then the variants take turns, {@value #ROUNDS} rounds, with rows
 * made and thrown away.
 */
final class Tour {
  private static final int ROUNDS = 3;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private final PrintStream output;
  private final PrintStream messages;

  Tour(PrintStream output, PrintStream messages) {
    this.output = output;
    this.messages = messages;
  }

  int run(RunRequest request) throws Exception {
    RunSettings settings = RunSettings.of(request);
    Path directory = request.report().orElse(Path.of(""));
    settings.withFaultsOf(() -> RunRecord.requireWritable(directory));
    settings.showLogs(request.verbose());
    Configuration hadoop = settings.hadoop();
    try (var samples = new Samples(hadoop);
        var interruption = new Interruption(samples::close, messages);
        P3Session session = P3Session.borrowOrOpen("p3 tour", settings.spark())) {
      var jobs = new ArrayList<JobFigures>();
      for (PatternJob<?, ?> job : PatternJobs.all()) {
        jobs.add(figures(job, samples, hadoop, session.spark()));
      }
      TourRecord record = TourRecord.of(session.spark(), settings.target().name(), ROUNDS, jobs);
      output.println(record.table());
      write(record, directory);
      messages.printf("Wrote %s.%n", directory.resolve("tour.json"));
      return Cli.DONE;
    }
  }

  private static void write(TourRecord record, Path directory) throws IOException {
    JSON.writeValue(directory.resolve("tour.json").toFile(), record);
  }

  private <O extends Record, R extends Record & JobResult> JobFigures figures(
      PatternJob<O, R> job, Samples samples, Configuration hadoop, SparkSession spark) {
    RunRequest example = Cli.runRequest(job.description().example());
    RunPlan<O, R> plan = new RunPlanner<>(job, example, samples, hadoop).plan();
    List<Variant> variants = job.description().variants();
    var digests = new LinkedHashMap<Variant, RowDigest>();
    long rowsIn;
    try (var figures = new QueryFigures(spark)) {
      for (Variant variant : variants) {
        messages.printf(
            "%s, %s: %s%n", job.description().name(), variant.name(), variant.meaning());
        digests.put(variant, digest(plan.withVariant(variant), spark));
      }
      rowsIn = rowsIn(plan, figures);
    }
    requireSameRows(job, digests);
    Map<Variant, List<Double>> seconds = timed(plan, variants, spark);
    Variant pattern = variants.get(0);
    return new JobFigures(
        job.description().name(),
        job.description().pattern(),
        pattern.name(),
        rowsIn,
        digests.get(pattern).rows(),
        Seconds.of(seconds.get(pattern)),
        variants.stream()
            .skip(1)
            .map(twin -> TwinFigures.of(twin.name(), seconds.get(twin), seconds.get(pattern)))
            .toList());
  }

  private static <O extends Record, R extends Record & JobResult> RowDigest digest(
      RunPlan<O, R> plan, SparkSession spark) {
    try (var scopes = new Scopes(spark)) {
      int digits = plan.job().description().outputs().get(0).significantDigits();
      return RowDigest.of(mainOutput(plan, plan.start(spark, scopes)), digits);
    }
  }

  private static <O extends Record, R extends Record & JobResult> Map<Variant, List<Double>> timed(
      RunPlan<O, R> plan, List<Variant> variants, SparkSession spark) {
    var seconds = new LinkedHashMap<Variant, List<Double>>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Variant variant : variants) {
        long start = System.nanoTime();
        try (var scopes = new Scopes(spark)) {
          mainOutput(plan, plan.withVariant(variant).start(spark, scopes))
              .write()
              .format("noop")
              .mode("overwrite")
              .save();
        }
        seconds
            .computeIfAbsent(variant, any -> new ArrayList<>())
            .add((System.nanoTime() - start) / 1e9);
      }
    }
    return seconds;
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

  private static void requireSameRows(PatternJob<?, ?> job, Map<Variant, RowDigest> digests) {
    if (digests.values().stream().distinct().count() > 1) {
      throw new JobFailedException(
          "The variants of %s give different rows: %s"
              .formatted(job.description().name(), digests));
    }
  }
}
