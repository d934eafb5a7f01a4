package dev.p3.cli;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import dev.p3.job.PatternJob;
import dev.p3.run.RunRequest;
import dev.p3.run.RunSettings;
import dev.p3.run.Target;
import dev.p3.session.AuthenticationSecret;
import dev.p3.session.OpenModules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;

/**
 * {@code --deploy-mode cluster}: has the cluster start the driver, by Spark's submit in a process
 * of its own, and says where the driver's log is, and how it ended.
 */
final class ClusterSubmission {
  static final String FLAG = "--deploy-mode";
  static final String NO_WAIT = "--no-wait";

  /** The jar to submit; set by the launcher, for this way to run alone. */
  private static final String JAR = "p3.submit.jar";

  /** Where the cluster itself has p3's jar, if it is not to take the launcher's. */
  private static final String JAR_KEY = "spark.p3.jar";

  private static final List<String> WAITS =
      List.of(
          "spark.standalone.submit.waitAppCompletion",
          "spark.yarn.submit.waitAppCompletion",
          "spark.kubernetes.submission.waitAppCompletion");
  private static final Pattern ID =
      Pattern.compile(
          "(driver-\\d{14}-\\d{4}|application_\\d+_\\d+|submission ID [\\w.-]+:[\\w.-]+)");
  private static final Pattern QUEUED = Pattern.compile("State of driver\\S+ is SUBMITTED");
  private static final Pattern HOST = Pattern.compile("Driver running on ([^\\s:]+):\\d+");

  /** Spark's submit exits with 0 when it could hand a driver over, however that ended. */
  private static final Pattern ENDED_BADLY =
      Pattern.compile("State of driver \\S+ is (FAILED|ERROR|KILLED)");

  /** Of the driver's pod; of one that is deleted, the last phase is none of those of an end. */
  private static final Pattern PHASE = Pattern.compile("\\bphase: (\\w+)");

  private static final String ENDED_WELL = "Succeeded";

  private static final Pattern FAULT = Pattern.compile("(?:Exception|Error|ERROR).*");

  private final PrintStream messages;

  ClusterSubmission(PrintStream messages) {
    this.messages = messages;
  }

  /**
   * Whether a command is to be handed over.
   *
   * @throws BadUsageException when a deploy mode is none, or not this program's to choose
   */
  static boolean isWanted(Optional<String> mode) {
    boolean isLaunched = System.getProperty(JAR) != null;
    if (mode.isPresent() && !Set.of("client", "cluster").contains(mode.get())) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT, "Invalid %s: '%s' (must be client or cluster)", FLAG, mode.get()));
    }
    if (!isLaunched && mode.equals(Optional.of("cluster"))) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot use %s cluster here: the driver runs already; start it by ./p3, or give the flag to spark-submit",
              FLAG));
    }
    return isLaunched;
  }

  /** Hands a command over; returns its exit code. */
  int submit(List<String> words, Optional<PatternJob<?, ?>> job, RunRequest request, boolean waits)
      throws IOException, InterruptedException {
    RunSettings settings = RunSettings.of(request);
    var faults = new Faults(settings.faults());
    faults.addAll(request.faults());
    job.ifPresent(
        each -> faults.orFault(() -> each.description().options().parse(request.options())));
    String master = settings.spark().get("spark.master");
    if (master.startsWith("local")) {
      faults.add(
          "Cannot use %s cluster on %s: it has no cluster (name one with --target)", FLAG, master);
    }
    faults.throwIfAny();
    Path file = settingsFile(settings, waits);
    try {
      return run(
          command(ofDriver(words, job, settings), settings, file),
          wanted(settings),
          request.verbose(),
          waits);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static List<String> ofDriver(
      List<String> words, Optional<PatternJob<?, ?>> job, RunSettings settings) {
    boolean isLocal = "file".equals(FileSystem.getDefaultUri(settings.hadoop()).getScheme());
    Optional<Path> here = isLocal ? Optional.of(Path.of("").toAbsolutePath()) : Optional.empty();
    return new DriverWords(job, here).of(words);
  }

  private static List<String> command(List<String> words, RunSettings settings, Path file) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It hands over and waits, so the optimizing compiler would not pay off.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(OpenModules.options());
    command.add("-Dlog4j2.configurationFile=classpath:dev/p3/cli/submit-log4j2.properties");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--properties-file", file.toString(), FLAG, "cluster"));
    command.addAll(List.of("--class", Main.class.getName()));
    command.add(settings.spark().get(JAR_KEY, System.getProperty(JAR)));
    command.addAll(words);
    return command;
  }

  /** In a file that nobody else reads, because others see the words of a process. */
  private static Path settingsFile(RunSettings settings, boolean waits) throws IOException {
    var all = new Properties();
    defaults().ifPresent(file -> load(all, file));
    all.putAll(settings.target().settings());
    all.putAll(settings.explicit());
    AuthenticationSecret.find(settings.spark(), System.getenv())
        .ifPresent(secret -> all.setProperty(AuthenticationSecret.KEY, secret));
    WAITS.forEach(key -> all.setProperty(key, Boolean.toString(waits)));
    all.setProperty(Target.NAME_KEY, settings.target().name());
    Path file =
        Files.createTempFile(
            "p3-submit",
            ".conf",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
    return file;
  }

  /** What Spark reads when it is given no file. */
  private static Optional<Path> defaults() {
    String home = System.getenv().getOrDefault("SPARK_HOME", "/nowhere");
    String directory = System.getenv().getOrDefault("SPARK_CONF_DIR", home + "/conf");
    return Optional.of(Path.of(directory, "spark-defaults.conf")).filter(Files::isRegularFile);
  }

  private static void load(Properties all, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      all.load(in);
    } catch (IOException e) {
      throw new BadUsageException(
          String.format(Locale.ROOT, "Cannot read %s: %s", file, e.getMessage()));
    }
  }

  /** What a driver takes of a worker. */
  private static String wanted(RunSettings settings) {
    return String.format(
        Locale.ROOT,
        "%s free cores and %s of memory",
        settings.spark().get("spark.driver.cores", "1"),
        settings.spark().get("spark.driver.memory", "1g"));
  }

  private int run(List<String> command, String wanted, boolean verbose, boolean waits)
      throws IOException, InterruptedException {
    Process submit = new ProcessBuilder(command).redirectErrorStream(true).start();
    var endTogether = new Thread(submit::destroy, "end-submit");
    Runtime.getRuntime().addShutdownHook(endTogether);
    String id = null;
    String host = null;
    String fault = "";
    boolean isBad = false;
    String phase = ENDED_WELL;
    LocalTime submitted = LocalTime.now(ZoneId.systemDefault());
    boolean isQueued = false;
    try (BufferedReader lines = submit.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (verbose) {
          messages.println(line);
        }
        Matcher named = ID.matcher(line);
        if (id == null && named.find()) {
          id = named.group(1).replace("submission ID ", "");
          messages.printf(Locale.ROOT, "Submitted as %s.%n%s%n", id, log(id));
        }
        Matcher placed = HOST.matcher(line);
        if (host == null && placed.find()) {
          host = placed.group(1);
          messages.printf(Locale.ROOT, "The driver runs on %s.%n", host);
        }
        if (!isQueued && QUEUED.matcher(line).find()) {
          isQueued = true;
          messages.printf(
              Locale.ROOT, "The driver waits since %tT for a worker with %s.%n", submitted, wanted);
        }
        isBad |= ENDED_BADLY.matcher(line).find();
        Matcher pod = PHASE.matcher(line);
        phase = pod.find() ? pod.group(1) : phase;
        Matcher wrong = FAULT.matcher(line);
        if (wrong.find()) {
          fault = ": " + wrong.group();
        }
      }
    }
    int exitCode = submit.waitFor();
    Runtime.getRuntime().removeShutdownHook(endTogether);
    isBad |= waits && !phase.equals(ENDED_WELL);
    if (exitCode == 0 && !isBad) {
      messages.println(waits ? "The driver ended well." : "Not waiting for it.");
      return CommandLineApp.DONE;
    }
    messages.println(
        id == null
            ? "p3: Cannot submit the job" + fault
            : "p3: the job failed; the driver's log says why" + fault);
    return CommandLineApp.FAILED;
  }

  private static String log(String id) {
    if (id.startsWith("driver-")) {
      return "Its log: work/" + id + "/stderr in the directory of the worker that runs it.";
    }
    if (id.startsWith("application_")) {
      return "Its log: yarn logs -applicationId " + id;
    }
    String[] pod = id.split(":", 2);
    return "Its log: kubectl logs --namespace " + pod[0] + " " + pod[1];
  }
}
