package dev.p3.cli;

import dev.p3.check.CheckReport;
import dev.p3.check.JarFunctions;
import dev.p3.check.PlanFunctions;
import dev.p3.data.InputReading;
import dev.p3.fault.Faults;
import dev.p3.job.JobRegistry;
import dev.p3.job.JobResult;
import dev.p3.job.Outcome;
import dev.p3.job.PatternJob;
import dev.p3.run.Interruption;
import dev.p3.run.JobStart;
import dev.p3.run.RunPlan;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.run.Samples;
import dev.p3.scope.CaptureLimits;
import dev.p3.scope.CaptureMode;
import dev.p3.scope.Captures;
import dev.p3.scope.Scopes;
import dev.p3.session.P3Session;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ParseResult;

/**
 * {@code check JOB …} and {@code check --class CLASS --jar JAR}: what the functions of a job, or in
 * a class, capture. A job's outputs are described and not written, so only the data that the job
 * itself collects are read.
 */
final class CheckCommand {
  private final PrintStream output;
  private final PrintStream messages;

  CheckCommand(PrintStream output, PrintStream messages) {
    this.output = output;
    this.messages = messages;
  }

  /** Checks the functions in a class of a jar. */
  int run(ParseResult words, JobRegistry jobs) {
    Optional<String> name = ParsedArguments.last(words, "--class");
    Optional<String> jar = ParsedArguments.last(words, "--jar");
    Faults faults = ParsedArguments.faults(words);
    boolean isAboutAClass = name.isPresent() || jar.isPresent();
    if (!isAboutAClass && faults.isEmpty()) {
      faults.add(
          "Missing JOB (one of %s), or --class CLASS --jar JAR", String.join(", ", jobs.names()));
    } else if (isAboutAClass && name.isEmpty()) {
      faults.add("Missing --class CLASS: which class of %s to check", jar.get());
    } else if (isAboutAClass && jar.isEmpty()) {
      faults.add("Missing --jar JAR: where class %s is", name.get());
    }
    Optional<JarFunctions> file = jar.flatMap(path -> faults.orFault(() -> JarFunctions.in(path)));
    if (name.isPresent() && file.isPresent()) {
      faults.orFault(() -> file.get().requireClass(name.get()));
    }
    faults.throwIfAny();
    var checked =
        new CheckReport(
            name.get(),
            file.get().functionsOf(name.get()).stream()
                .map(report -> new CheckReport.Checked(report, OptionalInt.empty()))
                .toList(),
            CaptureLimits.DEFAULT);
    messages.println("Sizes are unknown: a class has no captured values.");
    return print(checked);
  }

  /** Checks the functions of a job. */
  <O extends Record, R extends Record & JobResult> int run(PatternJob<O, R> job, RunRequest request)
      throws Exception {
    var settings = RunSettings.of(request);
    settings.showLogs(request.verbose());
    Configuration hadoop = settings.hadoop();
    try (var samples = new Samples(hadoop)) {
      RunPlan<O, R> plan = settings.plan(job, onSamples(job, request), samples, hadoop);
      if (plan.usesSamples()) {
        messages.println(
            "No --in: checking on the bundled sample, with the options of the job's example.");
      }
      try (var interruption = new Interruption(samples::close, false, messages);
          P3Session session =
              P3Session.borrowOrOpen(
                  "p3 check " + request.job(), settings.spark(plan.locations()))) {
        return check(plan, session.spark());
      }
    }
  }

  private <O extends Record, R extends Record & JobResult> int check(
      RunPlan<O, R> plan, SparkSession spark) {
    CaptureLimits limits = CaptureLimits.of(spark);
    Map<String, Dataset<Row>> inputs = JobStart.inputs(plan, InputReading.by(spark));
    try (var lenient = new LenientCaptures(spark);
        var scopes = new Scopes(spark)) {
      Outcome<R> outcome = JobStart.outputs(plan, inputs, scopes);
      var checked = new ArrayList<CheckReport.Checked>();
      for (Dataset<Row> rows : outcome.outputs().values()) {
        for (PlanFunctions.Found found : PlanFunctions.of(rows)) {
          OptionalInt tasks = found.tasks(inputs.values());
          Captures.inspectAll(found.function())
              .forEach(report -> checked.add(new CheckReport.Checked(report, tasks)));
        }
      }
      String name = plan.job().description().name() + ", variant " + plan.variant().name();
      return print(new CheckReport(name, checked.stream().distinct().toList(), limits));
    }
  }

  /** Without inputs, the bundled samples come with the options of the job's example. */
  private static RunRequest onSamples(PatternJob<?, ?> job, RunRequest request) {
    return request.in().isEmpty()
        ? request.withOptionsOf(RunRequest.ofExample(job.description()))
        : request;
  }

  private int print(CheckReport report) {
    if (!report.functions().isEmpty()) {
      output.println(report.table());
    }
    report.refusals().forEach(refusal -> output.println("\n" + refusal));
    output.println((report.isRefused() ? "\n" : "") + report.summary());
    return report.isRefused() ? CommandLineApp.FAILED : CommandLineApp.DONE;
  }

  /** Lets scopes take every function, so that a check goes on to the next one. */
  private record LenientCaptures(SparkSession spark, Optional<String> before)
      implements AutoCloseable {
    LenientCaptures(SparkSession spark) {
      this(spark, Optional.ofNullable(spark.conf().get(CaptureLimits.MODE, null)));
      spark.conf().set(CaptureLimits.MODE, CaptureMode.OFF.name());
    }

    @Override
    public void close() {
      before.ifPresentOrElse(
          mode -> spark.conf().set(CaptureLimits.MODE, mode),
          () -> spark.conf().unset(CaptureLimits.MODE));
    }
  }
}
