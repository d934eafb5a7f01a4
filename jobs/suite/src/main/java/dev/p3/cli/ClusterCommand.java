package dev.p3.cli;

import dev.p3.cluster.StandaloneCluster;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Faults;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** {@code cluster start | status | stop}. */
final class ClusterCommand {
  private final PrintStream output;

  ClusterCommand(PrintStream output) {
    this.output = output;
  }

  int run(List<String> names, ParseResult words) throws Exception {
    return switch (names.size() > 2 ? names.get(2) : "") {
      case "start" -> start(words);
      case "status" -> status();
      case "stop" -> stop();
      default ->
          throw new BadUsageException(
              "Missing word after 'p3 cluster' (must be one of start, status, stop)");
    };
  }

  private int start(ParseResult words) throws Exception {
    var faults = new Faults();
    int workers = ParsedArguments.number(words, "--workers", 2, faults);
    int cores = ParsedArguments.number(words, "--cores", 1, faults);
    int port = ParsedArguments.number(words, "--port", 7077, faults);
    faults.throwIfAny();
    String memory = ParsedArguments.last(words, "--memory").orElse("2g");
    StandaloneCluster cluster = cluster();
    print(cluster, cluster.start(workers, cores, memory, port));
    return CommandLineApp.DONE;
  }

  private int status() throws Exception {
    StandaloneCluster cluster = cluster();
    Optional<StandaloneCluster.Status> status = cluster.status();
    status.ifPresentOrElse(
        there -> print(cluster, there), () -> output.println("No cluster is running."));
    return status.isPresent() ? CommandLineApp.DONE : CommandLineApp.FAILED;
  }

  private int stop() throws Exception {
    output.println(cluster().stop() ? "The cluster is stopped." : "No cluster was running.");
    return CommandLineApp.DONE;
  }

  private void print(StandaloneCluster cluster, StandaloneCluster.Status status) {
    output.printf(
        Locale.ROOT,
        "Cluster at %s, %d workers; web page %s%n",
        status.masterUrl(),
        status.workers().size(),
        status.webUi());
    for (StandaloneCluster.WorkerStatus worker : status.workers()) {
      output.printf(
          Locale.ROOT,
          "  %s %s: %d of %d cores and %d of %d MiB in use%n",
          worker.id(),
          worker.state(),
          worker.coresUsed(),
          worker.cores(),
          worker.memoryUsedMiB(),
          worker.memoryMiB());
    }
    output.printf(
        Locale.ROOT,
        "Run on it with: ./p3 run word-count --target %s%n"
            + "Submit to it with: spark-submit --master %1$s --properties-file %s%n",
        status.masterUrl(),
        cluster.properties());
  }

  /** The launcher names the directories of the checkout. */
  private static StandaloneCluster cluster() {
    String home = System.getenv("SPARK_HOME");
    Optional<Path> directory = StandaloneCluster.launcherDirectory();
    if (home == null || directory.isEmpty()) {
      throw new BadUsageException(
          "Cannot find the embedded Spark: a cluster is started by ./p3 cluster start");
    }
    return new StandaloneCluster(Path.of(home), directory.get());
  }
}
