package dev.p3.cli;

import dev.p3.data.LocalFiles;
import dev.p3.fault.Faults;
import dev.p3.profile.Profile;
import dev.p3.profile.ProfilePlugin;
import dev.p3.profile.Profiled;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code --profile[=DIR]}, {@code --profile=async[:DIR]}: profiles a run beside it. What goes wrong
 * with the profile never is the run's fault.
 *
 * @param directory where the profile goes; empty when none is wanted
 * @param isAsync whether async-profiler samples
 * @param hasRecordings whether executors' recordings of the JDK Flight Recorder go there too
 */
record ProfileFlag(Optional<String> directory, boolean isAsync, boolean hasRecordings) {
  static final String NAME = "--profile";
  static final String RECORDINGS = "--profile-jfr";

  private static final String DIRECTORY = "profile";
  private static final String ASYNC = "async";
  private static final String PLUGINS = "spark.plugins=";

  static ProfileFlag of(ParseResult words) {
    OptionSpec option = words.commandSpec().findOption(NAME);
    boolean hasRecordings =
        words.commandSpec().findOption(RECORDINGS) != null && words.hasMatchedOption(RECORDINGS);
    if (option == null || !words.hasMatchedOption(option)) {
      return new ProfileFlag(Optional.empty(), false, hasRecordings);
    }
    ProfileFlag flag = ofValue(ParsedArguments.last(words, NAME).orElse(""));
    return new ProfileFlag(flag.directory, flag.isAsync, hasRecordings);
  }

  /**
   * From what stands behind the flag.
   *
   * @param value empty when the flag stands alone
   */
  static ProfileFlag ofValue(String value) {
    boolean isAsync = value.equals(ASYNC) || value.startsWith(ASYNC + ":");
    String directory = isAsync ? value.replaceFirst("^async:?", "") : value;
    return new ProfileFlag(
        Optional.of(directory.isEmpty() ? DIRECTORY : directory), isAsync, false);
  }

  /** The value that stands for a profile wanted in another directory. */
  String valueFor(String otherDirectory) {
    return isAsync ? ASYNC + ":" + otherDirectory : otherDirectory;
  }

  /** The words of {@code --conf}, with what a profile takes. */
  List<String> withSettings(List<String> conf) {
    if (directory.isEmpty()) {
      return conf;
    }
    var all = new ArrayList<>(conf);
    String others =
        conf.stream()
            .filter(word -> word.startsWith(PLUGINS))
            .reduce((earlier, last) -> last)
            .map(word -> "," + word.substring(PLUGINS.length()))
            .orElse("");
    all.add(PLUGINS + ProfilePlugin.NAME + others);
    all.add(ProfilePlugin.SAMPLES + "=true");
    if (isAsync) {
      all.add(ProfilePlugin.SAMPLER + "=" + ASYNC);
    }
    if (hasRecordings) {
      all.add(ProfilePlugin.RECORDINGS + "=true");
    }
    return all;
  }

  /** What was wrong with the words, and with the directory. */
  Faults withFaults(Faults faults) {
    if (hasRecordings && (directory.isEmpty() || isAsync)) {
      faults.add(
          "Cannot write recordings for %s: they are of the JDK Flight Recorder, beside a profile of it; add --profile or --profile=DIR",
          RECORDINGS);
    }
    if (directory.isPresent() && !LocalFiles.hasScheme(directory.get())) {
      try {
        LocalFiles.requireWritable(Path.of(directory.get()));
      } catch (IOException | InvalidPathException e) {
        faults.add(
            "Cannot write a profile to '%s': no file can be made there; name another directory with --profile=DIR",
            directory.get());
      }
    }
    return faults;
  }

  /** Begins, if a profile is wanted. */
  Optional<Running> begin(SparkSession spark, PrintStream messages) {
    return directory.map(
        folder -> {
          String uri = LocalFiles.uri(folder);
          return new Running(Profile.start(spark).writesTo(uri), spark, uri, folder, messages);
        });
  }

  /**
   * A profile in the making.
   *
   * @param uri where it goes
   * @param shown the same, as the user wrote it
   */
  record Running(
      Profile profile, SparkSession spark, String uri, String shown, PrintStream messages) {
    /** Ends it, writes it, and prints what matters most. */
    void end(String status, String error) {
      try {
        Profiled profiled = profile.stop(status, error);
        profiled.summary().forEach(messages::println);
        profiled.writeTo(uri, spark.sparkContext().hadoopConfiguration());
        messages.printf(Locale.ROOT, "Wrote the profile to %s.%n", shown);
      } catch (IOException | RuntimeException | LinkageError e) { // the run itself went well
        messages.printf(Locale.ROOT, "Warning: Cannot write the profile to %s: %s%n", shown, e);
      }
    }
  }
}
