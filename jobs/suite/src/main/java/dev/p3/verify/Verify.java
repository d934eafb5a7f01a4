package dev.p3.verify;

import dev.p3.data.Connector;
import dev.p3.data.DataLocation;
import dev.p3.data.Output;
import dev.p3.data.connect.Connectors;
import dev.p3.data.files.FileSchemes;
import dev.p3.fault.Cause;
import dev.p3.job.JobRegistry;
import dev.p3.job.JobResult;
import dev.p3.job.OutputSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.run.BuildInfo;
import dev.p3.run.Interruption;
import dev.p3.run.JobRunner;
import dev.p3.run.PlannedOutputs;
import dev.p3.run.RunPlan;
import dev.p3.run.RunPlanner;
import dev.p3.run.RunRecorder;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.run.Samples;
import dev.p3.session.P3Session;
import dev.p3.table.RowDigest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * {@code verify}: runs every job and its twins on the bundled samples on a target, each as {@code
 * run} runs it, to Parquet in a directory that all executors must reach; reads that back, and
 * compares it with what is expected.
 */
public final class Verify {
  private final PrintStream messages;
  private final Optional<String> work;

  /**
   * @param work the directory to write to; without one, a temporary one of the default file system
   */
  public Verify(PrintStream messages, Optional<String> work) {
    this.messages = messages;
    this.work = work;
  }

  /**
   * Runs jobs.
   *
   * @param names of the jobs; empty for all
   */
  public VerifyRecord run(List<String> names, JobRegistry registry, RunRequest request)
      throws Exception {
    RunSettings settings = RunSettings.of(request);
    List<PatternJob<?, ?>> wanted = settings.withFaultsOf(() -> registry.allOf(names));
    settings.showLogs(request.verbose());
    Configuration hadoop = settings.hadoop();
    ExpectedDigests expected = ExpectedDigests.shipped();
    try (var samples = new Samples(hadoop);
        var interruption = new Interruption(samples::close, false, messages);
        P3Session session = P3Session.borrowOrOpen("p3 verify", settings.spark())) {
      SparkSession spark = session.spark();
      Path directory = directory(hadoop);
      FileSystem storage = directory.getFileSystem(hadoop);
      var verified = new ArrayList<Verified>();
      try {
        for (PatternJob<?, ?> job : wanted) {
          verified.addAll(variants(job, samples, hadoop, directory, spark, expected));
        }
      } finally {
        storage.delete(directory, true);
      }
      return new VerifyRecord(
          BuildInfo.version(),
          settings.target().name(),
          String.format(Locale.ROOT, "spark%s_%s", BuildInfo.sparkLine(), BuildInfo.scalaVersion()),
          spark.version(),
          System.getProperty("java.version"),
          spark.sparkContext().master(),
          verified);
    }
  }

  /** Whether all variants of each job gave the same rows, whatever is expected. */
  public static boolean areOne(VerifyRecord record) {
    Map<String, RowDigest> first = digests(record);
    return record.jobs().stream()
        .allMatch(each -> each.digest() != null && each.digest().equals(first.get(each.job())));
  }

  private static Map<String, RowDigest> digests(VerifyRecord record) {
    var digests = new LinkedHashMap<String, RowDigest>();
    record.jobs().forEach(each -> digests.putIfAbsent(each.job(), each.digest()));
    return digests;
  }

  /** Writes the file of expected digests. */
  public static void record(VerifyRecord record, java.nio.file.Path file) throws IOException {
    ExpectedDigests.write(digests(record), file);
  }

  private Path directory(Configuration hadoop) throws IOException {
    FileSystem storage = FileSystem.get(hadoop);
    String parent =
        work.orElse(
            storage.getScheme().equals("file") ? System.getProperty("java.io.tmpdir") : "/tmp");
    Path named = new Path(parent, "p3-verify-" + UUID.randomUUID());
    return FileSchemes.open(named, hadoop).makeQualified(named);
  }

  private <O extends Record, R extends Record & JobResult> List<Verified> variants(
      PatternJob<O, R> job,
      Samples samples,
      Configuration hadoop,
      Path directory,
      SparkSession spark,
      ExpectedDigests expected) {
    RunRequest example = RunRequest.ofExample(job.description());
    RunPlan<O, R> plan =
        new RunPlanner<>(job, example, locations -> Map.of(), samples, hadoop).plan();
    var verified = new ArrayList<Verified>();
    for (Variant<O, R> variant : job.description().variants()) {
      String name = job.description().name();
      messages.printf(Locale.ROOT, "%s, %s%n", name, variant.name());
      long begun = System.nanoTime();
      RowDigest digest = null;
      String fault = null;
      try {
        digest =
            stored(
                plan.withVariant(variant), new Path(directory, name + "-" + variant.name()), spark);
        fault = fault(digest, expected.of(name));
      } catch (Exception e) { // whatever it is, it is this variant's, and the others go on
        fault = Cause.firstLine(e);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      verified.add(new Verified(name, variant.name(), digest, seconds, fault));
    }
    return verified;
  }

  private static String fault(RowDigest digest, Optional<RowDigest> expected) {
    if (expected.isEmpty()) {
      return "nothing is expected of this job";
    }
    return digest.equals(expected.get())
        ? null
        : String.format(
            Locale.ROOT, "other rows than expected (%s, not %s)", digest, expected.get());
  }

  private static <O extends Record, R extends Record & JobResult> RowDigest stored(
      RunPlan<O, R> plan, Path place, SparkSession spark) throws IOException {
    OutputSpec main = plan.job().description().outputs().get(0);
    Output output =
        Connectors.output(
            DataLocation.parse("parquet:" + place),
            Connector.Existing.REFUSE,
            spark.sparkContext().hadoopConfiguration());
    RunPlan<O, R> toStorage =
        plan.with(plan.inputs(), PlannedOutputs.stored(Map.of(main.name(), output)));
    var recorder = new RunRecorder(spark, toStorage, spark.sparkContext().master());
    var nothing = new PrintStream(PrintStream.nullOutputStream());
    new JobRunner<>(spark, toStorage, recorder, false, nothing).run();
    return main.digest(spark.read().parquet(place.toString()));
  }
}
