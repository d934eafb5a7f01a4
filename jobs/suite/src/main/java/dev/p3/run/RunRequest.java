package dev.p3.run;

import dev.p3.fault.NearMatch;
import dev.p3.job.JobDescription;
import dev.p3.job.OptionSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * What a user typed after {@code run}, not yet checked.
 *
 * @param job the job's name
 * @param in words of {@code --in}
 * @param out words of {@code --out}
 * @param options words given for each of the job's own flags
 * @param variant the variant's name
 * @param overwrite whether outputs may be replaced
 * @param reuse whether outputs of an earlier run with the same words and data will do
 * @param report the directory where {@code run.json} goes besides the outputs
 * @param discoverKryo where the source of a module goes that registers what the run hands to Kryo
 * @param target a target's name or a master
 * @param conf words of {@code --conf}
 * @param jars words of {@code --jar}
 * @param verbose whether to show logs and stack traces
 * @param faults what was wrong with the words themselves
 */
public record RunRequest(
    String job,
    List<String> in,
    List<String> out,
    Map<String, List<String>> options,
    Optional<String> variant,
    boolean overwrite,
    boolean reuse,
    Optional<String> report,
    Optional<Path> discoverKryo,
    Optional<String> target,
    List<String> conf,
    List<String> jars,
    boolean verbose,
    List<String> faults) {

  /** What a user types to run a job's example. */
  public static RunRequest ofExample(JobDescription<?, ?> job) {
    return new RunRequest(
        job.name(),
        List.of(),
        List.of(),
        job.exampleValues(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        List.of());
  }

  /** The request with options that were not given taken from another. */
  public RunRequest withOptionsOf(RunRequest other) {
    var all = new LinkedHashMap<>(options);
    other.options().forEach(all::putIfAbsent);
    return with(all, faults);
  }

  /**
   * The request with options that were not given taken from settings {@code spark.p3.JOB.OPTION};
   * for an option that may be given several times, separated by commas.
   */
  RunRequest withOptionsFrom(SparkConf settings, List<OptionSpec> known) {
    var all = new LinkedHashMap<>(options);
    var allFaults = new ArrayList<>(faults);
    for (Tuple2<String, String> setting : settings.getAllWithPrefix("spark.p3." + job + ".")) {
      String flag = setting._1();
      Optional<OptionSpec> option =
          known.stream().filter(spec -> spec.flag().equals(flag)).findFirst();
      if (option.isEmpty()) {
        List<String> flags = known.stream().map(OptionSpec::flag).toList();
        allFaults.add(
            String.format(
                Locale.ROOT,
                "Unknown setting 'spark.p3.%s.%s' (must end in one of %s).%s",
                job,
                flag,
                String.join(", ", flags),
                NearMatch.question(flag, flags)));
      } else {
        String value = setting._2();
        all.putIfAbsent(
            flag, option.get().repeatable() ? Arrays.asList(value.split(",", -1)) : List.of(value));
      }
    }
    return with(all, allFaults);
  }

  private RunRequest with(Map<String, List<String>> otherOptions, List<String> otherFaults) {
    return new RunRequest(
        job,
        in,
        out,
        otherOptions,
        variant,
        overwrite,
        reuse,
        report,
        discoverKryo,
        target,
        conf,
        jars,
        verbose,
        otherFaults);
  }
}
