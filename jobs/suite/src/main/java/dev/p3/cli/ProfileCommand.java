package dev.p3.cli;

import dev.p3.console.TextTable;
import dev.p3.data.LocalFiles;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.patterns.profile.ProfileDifference;
import dev.p3.patterns.profile.ProfileGate;
import dev.p3.profile.Profiled;
import dev.p3.profile.eventlog.EventLog;
import dev.p3.profile.model.RunProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.ParseResult;

/** {@code profile event-log | diff | gate}: profiles that are there already. */
final class ProfileCommand {
  private final PrintStream output;
  private final PrintStream messages;

  ProfileCommand(PrintStream output, PrintStream messages) {
    this.output = output;
    this.messages = messages;
  }

  int run(List<String> names, ParseResult words) throws IOException {
    return switch (names.size() > 2 ? names.get(2) : "") {
      case "event-log" -> eventLog(words);
      case "diff" -> difference(words);
      case "gate" -> gate(words);
      default ->
          throw new BadUsageException(
              "Missing word after 'p3 profile' (must be one of event-log, diff, gate)");
    };
  }

  private int eventLog(ParseResult words) throws IOException {
    String uri = words.matchedPositionalValue(0, "");
    String directory = ParsedArguments.last(words, "--out").orElse("profile");
    var settings = new SparkConf();
    var faults = new Faults();
    for (String word : ParsedArguments.values(words, "--conf")) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        faults.add("Invalid --conf: '%s' (must be KEY=VALUE)", word);
      } else {
        settings.set(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    faults.throwIfAny();
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(settings);
    RunProfile run;
    try {
      run = EventLog.profile(uri, hadoop);
    } catch (IOException | RuntimeException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': %s (must be an event log of Spark, a file or the directory of a rolling one)",
              uri,
              e.getMessage()));
    }
    var profiled = new Profiled(run, List.of(), List.of());
    profiled.summary().forEach(output::println);
    profiled.writeTo(LocalFiles.uri(directory), hadoop);
    messages.printf(Locale.ROOT, "Wrote the profile to %s.%n", directory);
    return CommandLineApp.DONE;
  }

  private int difference(ParseResult words) throws IOException {
    var faults = new Faults();
    Optional<Path> first = file(words.matchedPositionalValue(0, ""), faults);
    Optional<Path> second = file(words.matchedPositionalValue(1, ""), faults);
    Optional<RunProfile> before = first.flatMap(path -> faults.orFault(() -> read(path)));
    Optional<RunProfile> after = second.flatMap(path -> faults.orFault(() -> read(path)));
    faults.throwIfAny();
    var difference = ProfileDifference.of(before.get(), after.get());
    output.println(table(difference.measures(), "measure"));
    output.println(table(difference.stages(), "stage"));
    List<String> stacksBefore = stacks(first.get());
    List<String> stacksAfter = stacks(second.get());
    if (stacksBefore.isEmpty() || stacksAfter.isEmpty()) {
      messages.println("No flame graph of the difference: one of the profiles has no stacks.");
    } else {
      Path page = Path.of(ParsedArguments.last(words, "--out").orElse("profile-diff.html"));
      Files.writeString(page, ProfileDifference.flames(stacksBefore, stacksAfter));
      messages.printf(Locale.ROOT, "Wrote %s.%n", page);
    }
    return CommandLineApp.DONE;
  }

  private static TextTable<ProfileDifference.Row> table(
      List<ProfileDifference.Row> rows, String name) {
    var table =
        new TextTable<>(rows, TextTable.OF_SENTENCES).left(name, ProfileDifference.Row::name);
    if (name.equals("stage")) {
      table.left("measure", ProfileDifference.Row::measure);
    }
    return table
        .right("before", row -> ProfileGate.text(row.before()))
        .right("after", row -> ProfileGate.text(row.after()))
        .right(
            "times",
            row -> row.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", row.ratio()));
  }

  private int gate(ParseResult words) {
    var faults = new Faults();
    Optional<String> baseline = ParsedArguments.last(words, "--baseline");
    List<ProfileGate.Limit> limits =
        ProfileGate.parse(ParsedArguments.values(words, "--max"), baseline.isPresent(), faults);
    Optional<RunProfile> run =
        file(words.matchedPositionalValue(0, ""), faults)
            .flatMap(path -> faults.orFault(() -> read(path)));
    Optional<RunProfile> before =
        baseline
            .flatMap(name -> file(name, faults))
            .flatMap(path -> faults.orFault(() -> read(path)));
    faults.throwIfAny();
    List<ProfileGate.Verdict> verdicts = ProfileGate.verdicts(limits, run.get(), before);
    output.println(
        new TextTable<>(verdicts, TextTable.OF_SENTENCES)
            .left("measure", ProfileGate.Verdict::measure)
            .right("baseline", verdict -> ProfileGate.text(verdict.baseline()))
            .right("now", verdict -> ProfileGate.text(verdict.now()))
            .right("at most", verdict -> ProfileGate.text(verdict.most()))
            .left("limit", ProfileGate.Verdict::word));
    return verdicts.stream().allMatch(ProfileGate.Verdict::isKept)
        ? CommandLineApp.DONE
        : CommandLineApp.FAILED;
  }

  /** A profile's file, or that in a directory. */
  private static Optional<Path> file(String name, Faults faults) {
    try {
      Path path = Path.of(name);
      Path file = Files.isDirectory(path) ? path.resolve(Profiled.JSON) : path;
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    faults.add(
        "Cannot read '%s': there is no such file (must be a %s, or a directory with one)",
        name, Profiled.JSON);
    return Optional.empty();
  }

  private static RunProfile read(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return RunProfile.readFrom(bytes);
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot read '%s': it is no profile of p3: %s",
              file,
              e.getMessage().lines().findFirst().orElse("")));
    }
  }

  private static List<String> stacks(Path profile) throws IOException {
    Path file = profile.resolveSibling(Profiled.CPU);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
