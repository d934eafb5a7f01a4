package dev.p3.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.p3.console.Json;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.fault.Faults;
import dev.p3.fault.JobFailedException;
import dev.p3.session.AuthenticationSecret;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * A real standalone Spark cluster on this machine, to try what only a cluster shows: a master and
 * workers as JVMs of their own that listen on the loopback only and outlive the JVM that started
 * them. Client and cluster deploy mode both work against its master URL, for whoever knows its
 * secret, which each start makes anew.
 *
 * <p>One state directory holds at most one cluster: {@code cluster.json} (its addresses and
 * processes), {@code secret} and {@code spark.conf} (the same for Spark's own programs), both for
 * the user alone, {@code logs}, {@code work} (what applications leave) and {@code local} (shuffle
 * files). Costs a JVM of up to 512 MiB of heap for the master and for each worker, beside what
 * executors take; a start takes some 5 to 15 s.
 *
 * <p>Not safe for use by several threads or commands at once. A start that is cut off leaves its
 * processes to {@link #stop}.
 */
public final class StandaloneCluster {
  static final String HOST = "127.0.0.1";

  /** Guards against hanging alone: a process that ends is noticed at once. */
  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ANSWER_LIMIT_MILLIS = 5_000;
  private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,5}[mgMG]");

  private final Path sparkHome;
  private final Path stateDir;

  /**
   * A cluster that may or may not run.
   *
   * @param sparkHome a Spark directory, of which only {@code jars} is used
   * @param stateDir where the cluster keeps what it must; made when a cluster starts
   */
  public StandaloneCluster(Path sparkHome, Path stateDir) {
    this.sparkHome = sparkHome.toAbsolutePath().normalize();
    this.stateDir = stateDir.toAbsolutePath().normalize();
  }

  /** A running cluster: {@code spark://…} to submit to, the master's web page, its workers. */
  public record Status(String masterUrl, URI webUi, List<WorkerStatus> workers) {
    public Status {
      workers = List.copyOf(workers);
    }

    long aliveWorkers() {
      return workers.stream().filter(WorkerStatus::alive).count();
    }
  }

  /** A worker as its master knows it; the state is Spark's word, such as ALIVE or DEAD. */
  public record WorkerStatus(
      String id,
      String state,
      int cores,
      @JsonProperty("coresused") int coresUsed,
      @JsonProperty("memory") int memoryMiB,
      @JsonProperty("memoryused") int memoryUsedMiB,
      @JsonProperty("webuiaddress") URI webUi) {
    public boolean alive() {
      return state.equals("ALIVE");
    }
  }

  /** Where the cluster of {@code ./p3 cluster} is kept; empty where the launcher is not used. */
  public static Optional<Path> launcherDirectory() {
    return Optional.ofNullable(System.getProperty("p3.state"))
        .map(state -> Path.of(state, "cluster"));
  }

  /**
   * The settings that a driver needs to take part in the cluster of a state directory.
   *
   * @param master of any kind
   * @return none unless that cluster runs there
   */
  public static Map<String, String> settings(Path stateDir, String master) {
    var cluster = new StandaloneCluster(stateDir, stateDir);
    return cluster
        .recorded()
        .filter(there -> there.masterUrl().equals(master) && there.hasMaster())
        .map(there -> AuthenticationSecret.settings(cluster.secret()))
        .orElse(Map.of());
  }

  /** What {@code spark-submit --properties-file} needs to submit to the cluster. */
  public Path properties() {
    return stateDir.resolve("spark.conf");
  }

  private record Size(int workers, int cores, String memory) {}

  private record Ports(int master, int webUi) {
    String masterUrl() {
      return "spark://" + HOST + ":" + master;
    }

    URI webUiAddress() {
      return URI.create("http://" + HOST + ":" + webUi);
    }
  }

  /** What is written down; the first process is the master. */
  private record Cluster(String masterUrl, URI webUi, List<BackgroundProcess> processes) {
    boolean hasMaster() {
      return !processes.isEmpty() && processes.get(0).isRunning();
    }

    BackgroundProcess newest() {
      return processes.get(processes.size() - 1);
    }
  }

  /**
   * Starts a master and its workers and waits until the master counts every worker alive.
   *
   * @param memoryPerWorker what a worker lends to drivers and executors, as in {@code 2g}
   * @param port the master's port; 0 for any free one
   * @throws BadUsageException when an argument is out of range, the port is taken, the Spark home
   *     has no jars, or this state directory's cluster runs already
   * @throws JobFailedException when a process ends, or 60 s pass, before all are alive; all are
   *     stopped by then, and the logs stay
   */
  public Status start(int workers, int coresPerWorker, String memoryPerWorker, int port) {
    Size size = new Size(workers, coresPerWorker, memoryPerWorker);
    checkRequest(size, port);
    refuseSecondCluster();
    try {
      Ports ports = freePorts(port);
      endRecorded();
      Path logs = stateDir.resolve("logs");
      FileUtils.deleteDirectory(logs.toFile());
      Files.createDirectories(logs);
      makeSecret();
      return startProcesses(size, ports);
    } catch (IOException e) {
      throw new JobFailedException(
          "Cannot start a cluster in " + stateDir + ": " + Cause.firstLine(e), e);
    }
  }

  /**
   * The cluster of this state directory as its master sees it; empty when its master does not run.
   *
   * @throws JobFailedException when the master runs and does not answer
   */
  public Optional<Status> status() {
    return recorded().filter(Cluster::hasMaster).map(this::askOrFail);
  }

  /**
   * Ends what this state directory's cluster started, executors and drivers too, politely first and
   * after 5 s forcibly; never another process that was given a used id again. Removes what the
   * cluster kept except its logs, which stay until the next start.
   *
   * @return whether any of the cluster's processes ran
   */
  public boolean stop() {
    try {
      return endRecorded();
    } catch (IOException e) {
      throw new JobFailedException(
          "Cannot clear " + stateDir + " of its cluster: " + Cause.firstLine(e), e);
    }
  }

  private void makeSecret() throws IOException {
    String text = AuthenticationSecret.random();
    AuthenticationSecret.write(secret(), text);
    AuthenticationSecret.write(properties(), AuthenticationSecret.properties(text));
  }

  private Path secret() {
    return stateDir.resolve("secret");
  }

  private static void checkRequest(Size size, int port) {
    var faults = new Faults();
    if (size.workers() < 1) {
      faults.add("Invalid --workers: " + size.workers() + " (must be 1 or more)");
    }
    if (size.cores() < 1) {
      faults.add("Invalid --cores: " + size.cores() + " (must be 1 or more for each worker)");
    }
    if (!MEMORY.matcher(size.memory()).matches()) {
      faults.add("Invalid --memory: " + size.memory() + " (must be MiB or GiB: 1536m, 2g)");
    }
    if (port < 0 || port > 65_535) {
      faults.add("Invalid --port: " + port + " (must be 1 to 65535, or 0 for any free port)");
    }
    faults.throwIfAny();
  }

  private void refuseSecondCluster() {
    Optional<Cluster> running = recorded().filter(Cluster::hasMaster);
    if (running.isPresent()) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot start a second cluster: one runs already at %s; use it or end it: ./p3 cluster stop",
              running.get().masterUrl()));
    }
  }

  private static Ports freePorts(int wanted) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket master = new ServerSocket(wanted, 1, loopback);
        ServerSocket webUi = new ServerSocket(0, 1, loopback)) {
      return new Ports(master.getLocalPort(), webUi.getLocalPort());
    } catch (BindException e) {
      throw new BadUsageException(
          String.format(
              Locale.ROOT,
              "Cannot start the master on port %d of %s: %s; name another: --port (0 = any free one)",
              wanted,
              HOST,
              Cause.firstLine(e)));
    }
  }

  private Status startProcesses(Size size, Ports ports) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    Cluster cluster = new Cluster(ports.masterUrl(), ports.webUiAddress(), List.of());
    try {
      cluster = launch(cluster, BackgroundProcess.MASTER, masterMain(ports));
      awaitWorkers(cluster, 0, deadline);
      for (int number = 1; number <= size.workers(); number++) {
        List<String> main = workerMain(size, number, cluster.masterUrl());
        cluster = launch(cluster, "worker-" + number, main);
      }
      return awaitWorkers(cluster, size.workers(), deadline);
    } catch (IOException | RuntimeException e) {
      stop();
      throw e;
    }
  }

  /**
   * No retries: on a port that was taken meanwhile Spark would serve the next one instead. And no
   * submissions by REST, which know no secret: with them a master of Spark 4.1 does not start.
   */
  private List<String> masterMain(Ports ports) {
    return List.of(
        "-Dspark.port.maxRetries=0",
        "-Dspark.master.rest.enabled=false",
        BackgroundProcess.MASTER_CLASS,
        "--host",
        HOST,
        "--port",
        Integer.toString(ports.master()),
        "--webui-port",
        Integer.toString(ports.webUi()),
        "--properties-file",
        properties().toString());
  }

  private List<String> workerMain(Size size, int number, String masterUrl) {
    return List.of(
        BackgroundProcess.WORKER_CLASS,
        "--host",
        HOST,
        "--port",
        "0",
        "--webui-port",
        "0",
        "--cores",
        Integer.toString(size.cores()),
        "--memory",
        size.memory(),
        masterUrl,
        "--properties-file",
        properties().toString(),
        "--work-dir",
        stateDir.resolve("work").resolve("worker-" + number).toString());
  }

  /** Starts a process and writes it down at once, so that a stop finds it whatever happens. */
  private Cluster launch(Cluster before, String name, List<String> main) throws IOException {
    List<BackgroundProcess> processes = new ArrayList<>(before.processes());
    processes.add(BackgroundProcess.launch(name, sparkHome, main, stateDir));
    Cluster after = new Cluster(before.masterUrl(), before.webUi(), List.copyOf(processes));
    Path unfinished = stateDir.resolve("cluster.json.new");
    Json.PLAIN.writeValue(unfinished.toFile(), after);
    Files.move(
        unfinished,
        stateFile(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return after;
  }

  private Status awaitWorkers(Cluster cluster, int workers, long deadline) throws IOException {
    while (true) {
      for (BackgroundProcess process : cluster.processes()) {
        if (!process.isRunning()) {
          throw failure(process, "it ended");
        }
      }
      Optional<Status> status = askIfUp(cluster).filter(up -> up.aliveWorkers() == workers);
      if (status.isPresent()) {
        return status.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw failure(
            cluster.newest(), "it is not alive after " + START_LIMIT.toMinutes() + " minutes");
      }
      if (!BackgroundProcess.pause(POLL)) {
        throw failure(cluster.newest(), "interrupted");
      }
    }
  }

  private JobFailedException failure(BackgroundProcess process, String reason) throws IOException {
    Path log = BackgroundProcess.log(process.name(), stateDir);
    return new JobFailedException(
        String.format(
            Locale.ROOT,
            "Cannot start the cluster's %s: %s; its log %s ends with:\n%s",
            process.name(),
            reason,
            log,
            process.lastWords(stateDir)));
  }

  private static Optional<Status> askIfUp(Cluster cluster) {
    try {
      return Optional.of(ask(cluster));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Status askOrFail(Cluster cluster) {
    try {
      return ask(cluster);
    } catch (IOException e) {
      throw new JobFailedException(
          String.format(
              Locale.ROOT,
              "Cannot ask the master at %s for its workers: %s; see its log %s or end it: cluster stop",
              cluster.webUi(),
              Cause.firstLine(e),
              BackgroundProcess.log(BackgroundProcess.MASTER, stateDir)),
          e);
    }
  }

  private static Status ask(Cluster cluster) throws IOException {
    URLConnection connection =
        cluster.webUi().resolve("/json/").toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(ANSWER_LIMIT_MILLIS);
    connection.setReadTimeout(ANSWER_LIMIT_MILLIS);
    try (InputStream answer = connection.getInputStream()) {
      JsonNode master = Json.PLAIN.readTree(answer);
      if (!master.path("url").asText().equals(cluster.masterUrl())) {
        throw new IOException("what answers is not the master of " + cluster.masterUrl());
      }
      List<WorkerStatus> workers =
          List.of(Json.PLAIN.convertValue(master.path("workers"), WorkerStatus[].class));
      return new Status(cluster.masterUrl(), cluster.webUi(), workers);
    }
  }

  private Optional<Cluster> recorded() {
    if (!Files.exists(stateFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.PLAIN.readValue(stateFile().toFile(), Cluster.class));
    } catch (IOException e) {
      throw new JobFailedException(
          "Cannot read the cluster's state " + stateFile() + ": " + Cause.firstLine(e), e);
    }
  }

  private boolean endRecorded() throws IOException {
    List<BackgroundProcess> processes = recorded().map(Cluster::processes).orElse(List.of());
    boolean ran = processes.stream().anyMatch(BackgroundProcess::isRunning);
    BackgroundProcess.end(processes);
    Files.deleteIfExists(stateFile());
    Files.deleteIfExists(secret());
    Files.deleteIfExists(properties());
    FileUtils.deleteDirectory(stateDir.resolve("work").toFile());
    FileUtils.deleteDirectory(stateDir.resolve("local").toFile());
    return ran;
  }

  private Path stateFile() {
    return stateDir.resolve("cluster.json");
  }
}
