package dev.p3.run;

import dev.p3.data.DataLocation;
import dev.p3.data.connect.Connectors;
import dev.p3.fault.Faults;
import dev.p3.job.JobResult;
import dev.p3.job.PatternJob;
import dev.p3.record.KryoDiscovery;
import dev.p3.session.P3Session;
import dev.p3.targets.KnownSettings;
import dev.p3.targets.Targets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Where and with what settings to run.
 *
 * @param target where
 * @param explicit settings that win
 * @param spark the settings, whatever is read and written
 * @param faults what is wrong with the arguments that say so
 */
public record RunSettings(
    Target target, Map<String, String> explicit, SparkConf spark, List<String> faults) {
  /** Set by the launcher when standard error is a terminal, which Java 17 cannot tell by itself. */
  private static final String TERMINAL = "p3.terminal";

  private static final String JARS = "spark.jars";
  private static final String MASTER = "spark.master";
  private static final String PROGRESS_BAR = "spark.ui.showConsoleProgress";

  public static RunSettings of(RunRequest request) {
    var faults = new Faults();
    Target named =
        faults
            .orFault(() -> Target.of(request.target(), Targets.ofProcess()))
            .orElseGet(() -> new Target(Target.DEFAULT, List.of()));
    Map<String, String> explicit = settings(request.conf(), faults);
    if (request.discoverKryo().isPresent()) {
      explicit.put(KryoDiscovery.KEY, "true");
    }
    if (!request.jars().isEmpty()) {
      explicit.put(JARS, jars(explicit, request.jars()));
    }
    if (Boolean.getBoolean(TERMINAL)) {
      explicit.putIfAbsent(PROGRESS_BAR, "true");
    }
    SparkConf spark = withSamples(P3Session.settings(named.settings(), explicit));
    Target target = named.withSecretOf(spark.get(MASTER));
    target.settings().forEach(spark::setIfMissing);
    faults.orFault(() -> Target.requireReachable(spark));
    requireMaster(target, spark, faults);
    faults.orFault(() -> LocalDirectories.requireOne(spark, System.getenv()));
    return new RunSettings(target, explicit, spark, faults.all());
  }

  /**
   * Some targets start the driver themselves: elsewhere there would be another master in silence.
   */
  private static void requireMaster(Target target, SparkConf spark, Faults faults) {
    boolean isTheirs = !target.layers().isEmpty() && !target.settings().containsKey(MASTER);
    // The master that spark-submit takes when it is told none.
    boolean isHere = spark.get(MASTER).equals("local[*]") && P3Session.running().isEmpty();
    if (isTheirs && isHere) {
      faults.add(
          "Cannot run on target '%s' from here: the platform itself starts the driver; submit the jar as deploy/%s/README.md says",
          target.name(), target.name().replaceFirst("-.*", ""));
    }
  }

  /**
   * The jars for Spark to give to executors: those of the settings, and those of the user's jobs.
   */
  private static String jars(Map<String, String> explicit, List<String> files) {
    String others = explicit.getOrDefault(JARS, new SparkConf().get(JARS, ""));
    return Stream.concat(
            Stream.of(others).filter(text -> !text.isEmpty()),
            files.stream().map(file -> Path.of(file).toAbsolutePath().toUri().toString()))
        .collect(Collectors.joining(","));
  }

  /** The settings of a new session that reads and writes these locations. */
  public SparkConf spark(Collection<DataLocation> locations) {
    var fallback = new HashMap<>(target.settings());
    for (DataLocation location : locations) {
      Connectors.of(location).settings(location).forEach(fallback::putIfAbsent);
    }
    return withSamples(P3Session.settings(fallback, explicit));
  }

  /** Has executors in other processes, maybe on other machines, find the samples in the jar. */
  private static SparkConf withSamples(SparkConf spark) {
    return P3Session.isOneJvm(spark.get(MASTER)) || P3Session.running().isPresent()
        ? spark
        : spark.setIfMissing(
            "spark.hadoop." + SampleFileSystem.KEY, SampleFileSystem.class.getName());
  }

  /** Turns on Spark's log, which is silent otherwise but for what p3 cannot say better. */
  public void showLogs(boolean verbose) {
    if (verbose) {
      Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.INFO);
    }
  }

  /** Whether Spark's own progress bar is on. */
  public boolean showsProgressBar() {
    return spark.getBoolean(PROGRESS_BAR, false);
  }

  /** How to reach file systems before Spark is started; as a session does that is running. */
  public Configuration hadoop() {
    return P3Session.running()
        .map(running -> new Configuration(running.sparkContext().hadoopConfiguration()))
        .map(
            configuration -> {
              SparkHadoopUtil.get().appendSparkHadoopConfigs(spark, configuration);
              return configuration;
            })
        .orElseGet(() -> SparkHadoopUtil.get().newConfiguration(spark));
  }

  /**
   * The plan of a request, whose options may also come from these settings.
   *
   * @throws dev.p3.fault.BadUsageException naming every fault of the request and of these settings
   */
  public <O extends Record, R extends Record & JobResult> RunPlan<O, R> plan(
      PatternJob<O, R> job, RunRequest request, Samples samples, Configuration hadoop) {
    RunRequest complete = request.withOptionsFrom(spark, job.description().options().specs());
    return withFaultsOf(
        () -> new RunPlanner<>(job, complete, this::rowSettings, samples, hadoop).plan());
  }

  private Map<String, String> rowSettings(Collection<DataLocation> locations) {
    return RowSettings.of(spark(locations), explicit);
  }

  /** The step's result, unless it or these settings have faults. */
  public <T> T withFaultsOf(Supplier<T> step) {
    var all = new Faults(faults);
    Optional<T> result = all.orFault(step);
    all.throwIfAny();
    return result.orElseThrow();
  }

  private static Map<String, String> settings(List<String> words, Faults faults) {
    var settings = new LinkedHashMap<String, String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals <= 0 || !word.startsWith("spark.")) {
        faults.add(
            "Invalid --conf: '%s' (must be KEY=VALUE with a key that begins with spark.)", word);
      } else {
        String key = word.substring(0, equals);
        KnownSettings.fault(key).ifPresent(fault -> faults.add("Cannot use --conf: %s", fault));
        settings.put(key, word.substring(equals + 1));
      }
    }
    return settings;
  }
}
