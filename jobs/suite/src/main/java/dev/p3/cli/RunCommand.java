package dev.p3.cli;

import dev.p3.console.Preview;
import dev.p3.data.DataLocation;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.job.JobResult;
import dev.p3.job.PatternJob;
import dev.p3.run.DiscoveryReport;
import dev.p3.run.Interruption;
import dev.p3.run.JobRunner;
import dev.p3.run.PartPublishedException;
import dev.p3.run.ReportDirectory;
import dev.p3.run.ReusableOutputs;
import dev.p3.run.RunManifest;
import dev.p3.run.RunManifest.InputRecord;
import dev.p3.run.RunManifest.OutputRecord;
import dev.p3.run.RunPlan;
import dev.p3.run.RunRecorder;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.run.Samples;
import dev.p3.run.figures.EndedExecutors;
import dev.p3.run.figures.PlainProgress;
import dev.p3.run.report.RunReport;
import dev.p3.run.stream.StreamRunner;
import dev.p3.session.P3Session;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** {@code run JOB …}: plans, runs and reports one job. */
final class RunCommand {
  private final PrintStream output;
  private final PrintStream messages;
  private final ProfileFlag profiling;

  RunCommand(PrintStream output, PrintStream messages, ProfileFlag profiling) {
    this.output = output;
    this.messages = messages;
    this.profiling = profiling;
  }

  <O extends Record, R extends Record & JobResult> int run(PatternJob<O, R> job, RunRequest request)
      throws Exception {
    var settings = RunSettings.of(request);
    settings.showLogs(request.verbose());
    Configuration hadoop = settings.hadoop();
    try (var samples = new Samples(hadoop)) {
      RunPlan<O, R> plan = settings.plan(job, request, samples, hadoop);
      if (plan.usesSamples()) {
        messages.println(
            String.format(
                Locale.ROOT,
                "No --in: reading the bundled sample %s.",
                plan.inputLocations().stream()
                    .map(DataLocation::path)
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .collect(Collectors.joining(" and "))));
      }
      if (plan.earlier().filter(ReusableOutputs::areReusable).isPresent()) {
        return reuse(plan, hadoop);
      }
      plan.earlier()
          .ifPresent(
              earlier ->
                  earlier
                      .refusals()
                      .forEach(refusal -> messages.println(refusal + ". Running again.")));
      Interruption.Cleanup tidyUp =
          () -> {
            JobRunner.discard(plan.outputs());
            samples.close();
          };
      try (var interruption = new Interruption(tidyUp, plan.stream().isPresent(), messages)) {
        int exitCode = run(plan, request, settings);
        if (exitCode == CommandLineApp.DONE) {
          interruption.succeeded();
        }
        return exitCode;
      }
    }
  }

  private int run(RunPlan<?, ?> plan, RunRequest request, RunSettings settings) throws Exception {
    String name = plan.job().description().name();
    JobRunner.Finished finished = null;
    try (var ended = new EndedExecutors();
        P3Session session = P3Session.borrowOrOpen("p3 " + name, settings.spark(plan.locations()));
        var progress =
            new PlainProgress(
                session.spark(), name, ended, !settings.showsProgressBar(), messages);
        var discovery =
            DiscoveryReport.begin(
                settings.spark(),
                session.spark().sparkContext(),
                request.discoverKryo(),
                messages)) {
      Optional<ProfileFlag.Running> profile = profiling.begin(session.spark(), messages);
      finished = finish(session.spark(), plan, settings, progress, profile);
      tell(finished);
      Configuration hadoop = session.spark().sparkContext().hadoopConfiguration();
      int exitCode = ended(finished, leave(finished, plan, hadoop));
      profile.ifPresent(running -> running.end("complete", null));
      return exitCode;
    } catch (Exception | Error e) {
      if (finished == null || Interruption.isHappening()) {
        throw e;
      }
      return ended(finished, Optional.of(FailureMessages.message(e)));
    }
  }

  private <O extends Record, R extends Record & JobResult> JobRunner.Finished finish(
      SparkSession spark,
      RunPlan<O, R> plan,
      RunSettings settings,
      PlainProgress progress,
      Optional<ProfileFlag.Running> profile)
      throws Exception {
    var recorder = new RunRecorder(spark, plan, settings.target().name());
    boolean keepsHeads = plan.report().isPresent();
    try {
      return plan.stream().isPresent()
          ? new StreamRunner<>(spark, plan, recorder).run()
          : new JobRunner<>(spark, plan, recorder, keepsHeads, output).run();
    } catch (Exception | OutOfMemoryError e) {
      List<String> inputs = plan.inputLocations().stream().map(DataLocation::text).toList();
      String message =
          e instanceof PartPublishedException
              ? FailureMessages.message(e.getCause(), inputs) + ". " + e.getMessage()
              : progress.gaveUp().orElseGet(() -> FailureMessages.message(e, inputs));
      leave(
              JobRunner.Finished.of(recorder.failed(message)),
              plan,
              spark.sparkContext().hadoopConfiguration())
          .ifPresent(fault -> messages.println("p3: " + fault));
      String status = Interruption.isHappening() ? "interrupted" : "failed";
      profile.ifPresent(running -> running.end(status, message));
      if (e instanceof BadUsageException) {
        throw e;
      }
      throw new JobFailedException(message, e);
    }
  }

  /** Says what is there already; Spark is not started. */
  private int reuse(RunPlan<?, ?> plan, Configuration hadoop) throws IOException {
    ReusableOutputs earlier = plan.earlier().orElseThrow();
    int exitCode = CommandLineApp.DONE;
    for (Map.Entry<String, ReusableOutputs.Found> output : earlier.found().entrySet()) {
      RunManifest record = output.getValue().record().orElseThrow();
      messages.printf(
          Locale.ROOT,
          "%s: reused %s, %,d rows that the run of %s wrote; nothing has changed since%n",
          record.job(),
          output.getValue().location().text(),
          record.rows(output.getKey()),
          record.started());
      var reused = JobRunner.Finished.of(record.reused());
      exitCode = Math.max(exitCode, ended(reused, leave(reused, plan, hadoop)));
    }
    return exitCode;
  }

  /** Says so when something failed that came after the outputs, which stand. */
  private int ended(JobRunner.Finished finished, Optional<String> unwritten) {
    Optional<String> fault = finished.failure().map(FailureMessages::message).or(() -> unwritten);
    fault.ifPresent(
        said ->
            messages.println(
                "p3: the outputs are complete; what came after them failed, so do not run it again for them: "
                    + said));
    return fault.isPresent() ? CommandLineApp.DONE_BUT_FOR_REPORT : CommandLineApp.DONE;
  }

  /**
   * Writes the record and the report of a run, where they are asked for.
   *
   * @return why they could not be written
   */
  private static Optional<String> leave(
      JobRunner.Finished finished, RunPlan<?, ?> plan, Configuration hadoop) {
    if (plan.report().isEmpty()) {
      return Optional.empty();
    }
    ReportDirectory report = plan.report().get();
    try {
      report.write("run.json", finished.record()::writeTo, hadoop);
      report.write("report.html", RunReport.of(finished, plan)::writeTo, hadoop);
      return Optional.empty();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Cannot write the report to '%s': %s",
              report.text(),
              FailureMessages.message(e)));
    }
  }

  private void tell(JobRunner.Finished finished) {
    finished.previews().values().forEach(preview -> output.println(preview.table()));
    output.flush();
    RunManifest record = finished.record();
    finished.remarks().forEach(remark -> messages.println("Note: " + remark + "."));
    record.allWarnings().forEach(warning -> messages.println("Warning: " + warning));
    PrintStream summary = finished.previews().isEmpty() ? messages : output;
    for (OutputRecord written : record.outputs()) {
      summary.printf(
          Locale.ROOT,
          "%s: %s%,d rows%s%s in %.1f s%n",
          record.job(),
          record.inputs().stream()
              .filter(input -> input.rows() != null)
              .map(RunCommand::rowsRead)
              .collect(Collectors.joining()),
          written.rows(),
          record.outputs().size() > 1 ? " of " + written.name() : "",
          destination(written),
          record.seconds());
    }
  }

  private static String destination(OutputRecord written) {
    if (written.uri() == null) {
      return written.rows() > Preview.ROWS
          ? String.format(
              Locale.ROOT, ", of which the first %d are shown (--out URI writes all)", Preview.ROWS)
          : "";
    }
    return written.uri().equals("-") ? "" : " written to " + written.uri();
  }

  private static String rowsRead(InputRecord input) {
    return String.format(Locale.ROOT, "%,d rows of %s read, ", input.rows(), input.name());
  }
}
