package dev.p3.cli;

import dev.p3.console.StandardOutput;
import dev.p3.data.Secrets;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.JobRegistry;
import dev.p3.job.OptionSpec;
import dev.p3.job.PatternJob;
import dev.p3.run.Interruption;
import dev.p3.run.PartPublishedException;
import dev.p3.run.RunRequest;
import dev.p3.scale.ScaleFigures;
import dev.p3.scale.ScalePage;
import dev.p3.tour.Tour;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Reads the words of the command line and does what they say. */
public final class CommandLineApp {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  /** The outputs stand; the report, or what else comes after them, does not. */
  static final int DONE_BUT_FOR_REPORT = 3;

  /** Some outputs stand, and another could not be published: to run again may double rows. */
  static final int DONE_IN_PART = 4;

  private final PrintStream output;
  private final PrintStream messages;

  /**
   * @param output where results go
   * @param messages where progress and faults go
   */
  CommandLineApp(PrintStream output, PrintStream messages) {
    this.output = output;
    this.messages = messages;
  }

  /** Runs one command and returns its exit code. */
  int run(String... words) {
    boolean verbose = List.of(words).contains("-v") || List.of(words).contains("--verbose");
    try {
      ParsedArguments.requireDecoded(List.of(words), System.getProperty("sun.jnu.encoding", ""));
      int exitCode = dispatch(words);
      boolean isUnwritten = output.checkError(); // writes what is left, however the command ended
      return exitCode == DONE && isUnwritten ? unwritten() : exitCode;
    } catch (BadUsageException e) {
      e.faults().forEach(fault -> messages.println("p3: " + Secrets.masked(fault)));
      messages.println("Try './p3 --help', or './p3 describe JOB' for a job's inputs and options.");
      return BAD_USAGE;
    } catch (Exception | OutOfMemoryError | ExceptionInInitializerError e) {
      if (Interruption.isHappening()) {
        return FAILED; // the user ended the run
      }
      if (output.checkError()) {
        return unwritten();
      }
      messages.println("p3: " + FailureMessages.message(e));
      if (verbose) {
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        messages.print(Secrets.masked(trace.toString()));
      } else {
        messages.println("Pass -v for Spark's log and the stack trace.");
      }
      return Cause.causes(e).stream().anyMatch(PartPublishedException.class::isInstance)
          ? DONE_IN_PART
          : FAILED;
    }
  }

  private int unwritten() {
    StandardOutput.fault(output).ifPresent(fault -> messages.println("p3: " + fault));
    return FAILED;
  }

  private int dispatch(String... words) throws Exception {
    try (var jars = JobJars.of(List.of(words))) {
      JobRegistry jobs = JobRegistry.ofThread();
      jobs.faults().forEach(fault -> messages.println("Warning: " + fault + "."));
      return dispatch(
          new CommandLine(new CommandSpecs(jobs, List.of(words)).root()).parseArgs(words), jobs);
    }
  }

  private int dispatch(ParseResult root, JobRegistry jobs) throws Exception {
    List<ParseResult> path = path(root);
    ParseResult leaf = path.get(path.size() - 1);
    if (leaf.isVersionHelpRequested()) {
      root.commandSpec().commandLine().printVersionHelp(output, Ansi.OFF);
      return DONE;
    }
    if (leaf.isUsageHelpRequested() || root.originalArgs().isEmpty()) {
      leaf.commandSpec().commandLine().usage(output, Ansi.OFF);
      return DONE;
    }
    List<String> names = path.stream().map(step -> step.commandSpec().name()).toList();
    boolean isRunOfAJob = names.size() == 3 && Set.of("run", "check").contains(names.get(1));
    if (!isRunOfAJob
        && !isCheckOfAClass(names)) { // whose faults are reported with what else is wrong with it
      ParsedArguments.requireKnown(leaf);
    }
    if (ClusterSubmission.isWanted(ParsedArguments.last(leaf, ClusterSubmission.FLAG))) {
      Optional<PatternJob<?, ?>> job =
          isRunOfAJob ? Optional.of(job(names, jobs)) : Optional.empty();
      return new ClusterSubmission(messages)
          .submit(
              root.originalArgs(),
              job,
              request(job, leaf),
              !leaf.hasMatchedOption(ClusterSubmission.NO_WAIT));
    }
    return command(names, path, jobs);
  }

  private int command(List<String> names, List<ParseResult> path, JobRegistry jobs)
      throws Exception {
    ParseResult leaf = path.get(path.size() - 1);
    return switch (names.size() > 1 ? names.get(1) : "") {
      case "list" -> {
        Catalogue.list(jobs, output);
        yield DONE;
      }
      case "describe" -> {
        describe(job(names, jobs), path);
        yield DONE;
      }
      case "run" -> {
        PatternJob<?, ?> job = job(names, jobs);
        yield new RunCommand(output, messages, ProfileFlag.of(leaf))
            .run(job, request(Optional.of(job), leaf));
      }
      case "check" -> {
        var check = new CheckCommand(output, messages);
        if (isCheckOfAClass(names)) {
          yield check.run(leaf, jobs);
        }
        PatternJob<?, ?> job = job(names, jobs);
        yield check.run(job, request(Optional.of(job), leaf));
      }
      case "tour" -> {
        new Tour(output, messages, ProfileFlag.of(leaf).directory().map(Path::of))
            .run(
                ParsedArguments.values(leaf, CommandSpecs.JOB),
                jobs,
                request(Optional.empty(), leaf));
        yield DONE;
      }
      case "doctor" -> new DoctorCommand(output).run(leaf, request(Optional.empty(), leaf));
      case "verify" ->
          new VerifyCommand(output, messages).run(leaf, jobs, request(Optional.empty(), leaf));
      case "profile" -> new ProfileCommand(output, messages).run(names, leaf);
      case "cluster" -> new ClusterCommand(output).run(names, leaf);
      case "submit" ->
          throw new BadUsageException(
              "Cannot submit a program from here: only the launcher does, as ./p3 submit --class CLASS JAR");
      default -> throw new BadUsageException("Missing command");
    };
  }

  private void describe(PatternJob<?, ?> job, List<ParseResult> path) {
    if (path.stream().anyMatch(step -> step.hasMatchedOption(CommandSpecs.SCALE))) {
      new ScalePage(ScaleFigures.shipped(), output).print(job.description());
    } else {
      Catalogue.describe(job, output);
    }
  }

  private static boolean isCheckOfAClass(List<String> names) {
    return names.size() == 2 && names.get(1).equals("check");
  }

  private static PatternJob<?, ?> job(List<String> names, JobRegistry jobs) {
    if (names.size() < 3) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Missing JOB (must be one of %s)", String.join(", ", jobs.names())));
    }
    return jobs.named(names.get(2));
  }

  private static List<ParseResult> path(ParseResult root) {
    var path = new ArrayList<ParseResult>();
    for (ParseResult step = root; step != null; step = step.subcommand()) {
      path.add(step);
    }
    return path;
  }

  /**
   * The request of a command.
   *
   * @param job empty for a command that takes none
   */
  private static RunRequest request(Optional<PatternJob<?, ?>> job, ParseResult words) {
    var in = new ArrayList<>(ParsedArguments.values(words, "--in"));
    var options = new LinkedHashMap<String, List<String>>();
    if (job.isPresent()) {
      JobDescription<?, ?> description = job.get().description();
      description.inputs().stream()
          .filter(InputSpec::hasFlag)
          .map(InputSpec::name)
          .forEach(
              name ->
                  ParsedArguments.values(words, "--" + name)
                      .forEach(uri -> in.add(name + "=" + uri)));
      for (OptionSpec option : description.options().specs()) {
        List<String> values = ParsedArguments.values(words, "--" + option.flag());
        if (!values.isEmpty()) {
          options.put(option.flag(), values);
        }
      }
    }
    ProfileFlag profile = ProfileFlag.of(words);
    return new RunRequest(
        job.map(each -> each.description().name()).orElse(""),
        in,
        ParsedArguments.values(words, "--out"),
        options,
        ParsedArguments.last(words, "--variant"),
        words.hasMatchedOption("--overwrite"),
        words.hasMatchedOption("--reuse"),
        ParsedArguments.last(words, "--report"),
        ParsedArguments.last(words, CommandSpecs.DISCOVER_KRYO).map(Path::of),
        ParsedArguments.last(words, "--target"),
        profile.withSettings(ParsedArguments.values(words, "--conf")),
        ParsedArguments.values(words, JobJars.FLAG),
        words.hasMatchedOption("-v"),
        profile.withFaults(ParsedArguments.faults(words)).all());
  }
}
