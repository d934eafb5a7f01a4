package dev.p3.cli;

import dev.p3.job.InputSpec;
import dev.p3.job.JobDescription;
import dev.p3.job.JobRegistry;
import dev.p3.job.OptionSpec;
import dev.p3.job.PatternJob;
import dev.p3.job.Variant;
import dev.p3.profile.model.Measures;
import dev.p3.run.BuildInfo;
import dev.p3.run.Target;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands and their flags, for picocli. */
public final class CommandSpecs {
  static final String DISCOVER_KRYO = "--discover-kryo";
  static final String JOB = "--job";
  static final String JSON = "--json";
  static final String SCALE = "--scale";

  private final JobRegistry jobs;
  private final List<String> words;

  /**
   * With a command for each of the jobs, below those commands that the words name: all of them
   * would take longer than all else that is done with the words.
   */
  CommandSpecs(JobRegistry jobs, List<String> words) {
    this.jobs = jobs;
    this.words = words;
  }

  CommandSpec root() {
    CommandSpec root =
        command("p3", "Portable Parallel Patterns: Spark jobs to run on your own data.");
    root.version(
        String.format(
            Locale.ROOT,
            "p3 %s for Spark %s, Scala %s",
            BuildInfo.version(),
            BuildInfo.sparkLine(),
            BuildInfo.scalaVersion()));
    root.usageMessage()
        .footer(
            "Exit codes: 0 done, 1 the job failed, 2 bad usage, 3 the outputs are complete and the report is not, 4 some outputs are complete and another is not there.");
    root.addSubcommand("list", list());
    root.addSubcommand("describe", describe());
    root.addSubcommand("run", run());
    root.addSubcommand("check", check());
    root.addSubcommand("tour", tour());
    root.addSubcommand("doctor", doctor());
    root.addSubcommand("verify", verify());
    root.addSubcommand("profile", profiles());
    root.addSubcommand("cluster", cluster());
    root.addSubcommand(
        "submit",
        command(
            "submit",
            "Runs a program of your own: spark-submit with p3's jar, ./p3 submit --class CLASS … JAR …"));
    return root;
  }

  private static CommandSpec profiles() {
    CommandSpec profile = command("profile", "Looks at profiles that are there already.");
    CommandSpec log =
        command(
            "event-log",
            "Makes a profile from the event log that Spark wrote of any application; without stacks.");
    log.addPositional(position("a file, or the directory of a rolling log", "URI", 0));
    log.addOption(valued("directory for the profile (default profile)", "DIR", "--out"));
    log.addOption(valued("a setting of Spark", "KEY=VALUE", "--conf"));
    CommandSpec difference =
        command("diff", "Compares two profiles, stage by stage, and draws where they differ.");
    difference.addPositional(position("the profile before", "A", 0));
    difference.addPositional(position("the profile after", "B", 1));
    difference.addOption(
        valued("the flame graph of the difference (default profile-diff.html)", "FILE", "--out"));
    CommandSpec gate =
        command("gate", "Compares a profile with limits; exit code 1 if one is exceeded.");
    gate.addPositional(position("the profile", "FILE", 0));
    gate.addOption(
        valued(
            "the most that a measure may be: MEASURE=NUMBER, or NUMBERx for times the baseline; several are separated by commas. Measures are "
                + String.join(", ", Measures.names()),
            "LIMITS",
            "--max"));
    gate.addOption(valued("the profile that x is relative to", "FILE", "--baseline"));
    profile.addSubcommand("event-log", log);
    profile.addSubcommand("diff", difference);
    profile.addSubcommand("gate", gate);
    return profile;
  }

  private static PositionalParamSpec position(String description, String label, int index) {
    return PositionalParamSpec.builder()
        .description(description)
        .paramLabel(label)
        .index(Integer.toString(index))
        .arity("1")
        .type(String.class)
        .build();
  }

  private static CommandSpec list() {
    CommandSpec list = command("list", "Lists the jobs.");
    list.addOption(jar());
    return list;
  }

  private CommandSpec describe() {
    CommandSpec describe =
        command("describe", "Says what a job does, with inputs, outputs and options.");
    for (PatternJob<?, ?> job : jobsOf("describe")) {
      CommandSpec spec = command(job.description().name(), job.description().summary());
      spec.addOption(jar());
      spec.addOption(scale());
      describe.addSubcommand(job.description().name(), spec);
    }
    describe.addOption(jar());
    describe.addOption(scale());
    return describe;
  }

  private List<PatternJob<?, ?>> jobsOf(String command) {
    return words.contains(command) ? jobs.all() : List.of();
  }

  private static picocli.CommandLine.Model.OptionSpec scale() {
    return toggle(
        "say instead what was measured of it on 1 and 2 cores, what a model makes of that for up to 100 executors, and what breaks first",
        SCALE);
  }

  private static picocli.CommandLine.Model.OptionSpec jar() {
    return valued("a jar with more jobs, of which several may be given", "FILE", JobJars.FLAG);
  }

  private CommandSpec run() {
    CommandSpec run = command("run", "Runs a job.");
    run.addOption(jar());
    for (PatternJob<?, ?> job : jobsOf("run")) {
      run.addSubcommand(job.description().name(), job(job));
    }
    return run;
  }

  private CommandSpec check() {
    CommandSpec check =
        command(
            "check",
            "Lists what a job's functions capture, without running it; exit code 1 if a capture is not allowed.");
    for (PatternJob<?, ?> job : jobsOf("check")) {
      CommandSpec spec = inputsAndOptions(job);
      addSettings(spec);
      check.addSubcommand(job.description().name(), spec);
    }
    check.addOption(valued("a class to check instead of a job", "CLASS", "--class"));
    check.addOption(valued("the jar that holds the class, or more jobs", "JAR", JobJars.FLAG));
    return check;
  }

  private static CommandSpec job(PatternJob<?, ?> job) {
    CommandSpec spec = inputsAndOptions(job);
    spec.addOption(
        valued(
            "an output; - writes CSV to standard output; without any, the first rows are shown",
            "[NAME=]URI",
            "--out"));
    spec.addOption(toggle("replace outputs that exist", "--overwrite"));
    spec.addOption(
        toggle(
            "skip the run and keep the outputs if nothing has changed since they were written",
            "--reuse"));
    spec.addOption(
        valued(
            "list what the run hands to Kryo unregistered, and write a module that registers it",
            "FILE",
            DISCOVER_KRYO));
    spec.addOption(profile());
    spec.addOption(
        toggle(
            "with --profile, write each executor's recording of the JDK Flight Recorder too, for other tools",
            ProfileFlag.RECORDINGS));
    addRunOptions(spec);
    return spec;
  }

  private static CommandSpec inputsAndOptions(PatternJob<?, ?> job) {
    JobDescription<?, ?> description = job.description();
    CommandSpec spec = command(description.name(), description.sentence());
    for (OptionSpec option : description.options().specs()) {
      spec.addOption(
          option.isSwitch()
              ? toggle(option.meaning(), "--" + option.flag())
              : valued(option.meaning(), option.label(), "--" + option.flag()));
    }
    spec.addOption(
        valued("an input; without any, the bundled sample is read", "[NAME=]URI", "--in"));
    description.inputs().stream()
        .filter(InputSpec::hasFlag)
        .forEach(input -> spec.addOption(valued(input.meaning(), "URI", "--" + input.name())));
    spec.addOption(
        valued(
            "one of "
                + String.join(", ", description.variants().stream().map(Variant::name).toList()),
            "NAME",
            "--variant"));
    return spec;
  }

  private static CommandSpec tour() {
    CommandSpec tour =
        command("tour", "Runs every job and its twins on the bundled samples and compares them.");
    tour.addOption(profile());
    tour.addOption(valued("a job to run, of which several may be given (default all)", "JOB", JOB));
    addRunOptions(tour);
    return tour;
  }

  private static CommandSpec doctor() {
    CommandSpec doctor =
        command(
            "doctor",
            "Says what would make a job fail on a target, and what to do; exit code 1 if anything would.");
    doctor.addOption(
        valued(
            "a place that jobs would read or write, of which several may be given",
            "URI",
            DoctorCommand.STORAGE));
    doctor.addOption(
        toggle(
            "only print each setting of Spark, and where it comes from", DoctorCommand.PRINT_CONF));
    doctor.addOption(
        valued(
            "how long executors are waited for (default 45, of YARN and Kubernetes 90)",
            "SECONDS",
            DoctorCommand.WAIT));
    doctor.addOption(toggle("print JSON", JSON));
    addSettings(doctor);
    return doctor;
  }

  private static CommandSpec verify() {
    CommandSpec verify =
        command(
            "verify",
            "Runs every job and its twins on the bundled samples on a target and compares their rows with those of every other target; exit code 1 if any differ.");
    verify.addOption(
        valued("a job to run, of which several may be given (default all)", "JOB", JOB));
    verify.addOption(
        valued(
            "a directory that all executors reach, to write to (default a temporary one of the default file system)",
            "URI",
            VerifyCommand.WORK));
    verify.addOption(
        valued(
            "write the digests to a file, to be those that are expected",
            "FILE",
            VerifyCommand.RECORD));
    verify.addOption(toggle("print JSON", JSON));
    addDeployMode(verify);
    addSettings(verify);
    return verify;
  }

  private static void addRunOptions(CommandSpec spec) {
    spec.addOption(
        valued(
            "directory, of any file system, for the record of the run, and for report.html to look at",
            "URI",
            "--report"));
    addDeployMode(spec);
    addSettings(spec);
  }

  private static void addDeployMode(CommandSpec spec) {
    spec.addOption(
        valued(
            "where the driver runs: client (default), here, or cluster, on the target",
            "MODE",
            ClusterSubmission.FLAG));
    spec.addOption(
        toggle("with --deploy-mode cluster, do not wait for the end", ClusterSubmission.NO_WAIT));
  }

  private static void addSettings(CommandSpec spec) {
    spec.addOption(
        valued(
            Target.DEFAULT
                + " (default), "
                + String.join(", ", Target.others())
                + ", or a Spark master",
            "NAME|MASTER",
            "--target"));
    spec.addOption(valued("a setting of Spark", "KEY=VALUE", "--conf"));
    spec.addOption(jar());
    spec.addOption(toggle("show Spark's log and stack traces", "-v", "--verbose"));
  }

  private static CommandSpec cluster() {
    CommandSpec cluster =
        command("cluster", "A real standalone cluster on this machine, to try things on.");
    CommandSpec start = command("start", "Starts a master and workers on the loopback address.");
    start.addOption(valued("number of workers (default 2)", "N", "--workers"));
    start.addOption(valued("cores of each worker (default 1)", "C", "--cores"));
    start.addOption(valued("memory of each worker (default 2g)", "M", "--memory"));
    start.addOption(valued("port of the master (default 7077; 0 for any)", "P", "--port"));
    cluster.addSubcommand("start", start);
    cluster.addSubcommand("status", command("status", "Shows the cluster that runs."));
    cluster.addSubcommand("stop", command("stop", "Stops the cluster."));
    return cluster;
  }

  private static CommandSpec command(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
    spec.usageMessage().description(description).width(100);
    // So that every fault is reported, and with a near match; see ParsedArguments.
    spec.parser().collectErrors(true).unmatchedArgumentsAllowed(true).expandAtFiles(false);
    return spec;
  }

  private static picocli.CommandLine.Model.OptionSpec valued(
      String description, String label, String... names) {
    return picocli.CommandLine.Model.OptionSpec.builder(names)
        .description(description)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .build();
  }

  private static picocli.CommandLine.Model.OptionSpec profile() {
    return picocli.CommandLine.Model.OptionSpec.builder(ProfileFlag.NAME)
        .description(
            "say where time and memory went, and write profile.html and profile.json to DIR (default profile); =async[:DIR] samples native code too")
        .paramLabel("DIR")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("0..1")
        .fallbackValue("")
        .build();
  }

  private static picocli.CommandLine.Model.OptionSpec toggle(String description, String... names) {
    return picocli.CommandLine.Model.OptionSpec.builder(names)
        .description(description)
        .type(boolean.class)
        .arity("0")
        .build();
  }
}
