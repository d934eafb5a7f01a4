package dev.p3.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.FreePorts;
import dev.p3.Hanging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * HDFS and YARN with two nodes, on free ports of the loopback interface. Each part is Hadoop's own
 * program in a process of its own, so that a node can be killed.
 */
final class HadoopCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SERVERS = Path.of(System.getProperty("p3.hadoop"));
  private static final int NODES = 2;

  private final Path directory;
  private final Path configuration;
  private final Path commands;
  private final String classPath;
  private final String fileSystem;
  private final String manager;
  private final List<ProcessHandle> parts = new ArrayList<>();
  private final List<ProcessHandle> nodes = new ArrayList<>();

  HadoopCluster(Path directory) throws Exception {
    this.directory = directory;
    this.configuration = Files.createDirectories(directory.resolve("conf"));
    this.commands = Files.createDirectories(directory.resolve("bin"));
    this.classPath = classPath();
    List<Integer> ports = FreePorts.several(7);
    fileSystem = "hdfs://127.0.0.1:" + ports.get(0);
    manager = "127.0.0.1:" + ports.get(6);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-hadoop"));
    try {
      configure(ports);
      command("hdfs", "dfs", "org.apache.hadoop.fs.FsShell");
      command("yarn", "logs", "org.apache.hadoop.yarn.client.cli.LogsCLI");
      startFileSystem("127.0.0.1:" + ports.get(1));
      startNodes();
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  private String classPath() throws IOException {
    var all = new ArrayList<Path>();
    all.add(configuration);
    all.addAll(SparkDistribution.jarsOf(SERVERS));
    // What all of it logs by.
    SparkDistribution.jarsOf(Launched.SPARK_HOME.resolve("jars")).stream()
        .filter(jar -> jar.getFileName().toString().matches("(slf4j|log4j|jcl-).*"))
        .forEach(all::add);
    return all.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  private void configure(List<Integer> ports) throws IOException {
    write(
        "core-site.xml",
        Map.of("fs.defaultFS", fileSystem, "hadoop.tmp.dir", directory.resolve("tmp").toString()));
    write(
        "hdfs-site.xml",
        Map.of(
            "dfs.namenode.http-address", "127.0.0.1:" + ports.get(1),
            "dfs.datanode.address", "127.0.0.1:0",
            "dfs.datanode.ipc.address", "127.0.0.1:0",
            "dfs.datanode.http.address", "127.0.0.1:0",
            "dfs.namenode.safemode.extension", "0",
            "dfs.replication", "1"));
    String resourceManager = "yarn.resourcemanager.";
    String node = "yarn.nodemanager.";
    write(
        "yarn-site.xml",
        Map.ofEntries(
            Map.entry(resourceManager + "hostname", "127.0.0.1"),
            Map.entry(resourceManager + "address", "127.0.0.1:" + ports.get(2)),
            Map.entry(resourceManager + "scheduler.address", "127.0.0.1:" + ports.get(3)),
            Map.entry(resourceManager + "resource-tracker.address", "127.0.0.1:" + ports.get(4)),
            Map.entry(resourceManager + "admin.address", "127.0.0.1:" + ports.get(5)),
            Map.entry(resourceManager + "webapp.address", manager),
            Map.entry("yarn.scheduler.capacity.root.queues", "default"),
            Map.entry("yarn.scheduler.capacity.root.default.capacity", "100"),
            Map.entry("yarn.scheduler.capacity.maximum-am-resource-percent", "0.9"),
            Map.entry("yarn.scheduler.minimum-allocation-mb", "64"),
            Map.entry(node + "hostname", "127.0.0.1"),
            Map.entry(node + "address", "127.0.0.1:0"),
            Map.entry(node + "localizer.address", "127.0.0.1:0"),
            Map.entry(node + "webapp.address", "127.0.0.1:0"),
            // For one executor beside the application's master, so that the other node has one,
            // too.
            Map.entry(node + "resource.memory-mb", "3072"),
            Map.entry(node + "resource.cpu-vcores", "4"),
            Map.entry(node + "pmem-check-enabled", "false"),
            Map.entry(node + "vmem-check-enabled", "false"),
            // A machine whose disk is nearly full is none of our business.
            Map.entry(
                node + "disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9"),
            Map.entry("yarn.log-aggregation-enable", "true"),
            Map.entry(node + "remote-app-log-dir", "/logs-of-applications"),
            // A node is given up soon, and what is free is handed out at once.
            Map.entry("yarn.nm.liveness-monitor.expiry-interval-ms", "15000"),
            Map.entry(resourceManager + "nodemanagers.heartbeat-interval-ms", "200")));
  }

  private void write(String name, Map<String, String> settings) throws IOException {
    var file = new Configuration(false);
    settings.forEach(file::set);
    try (OutputStream out = Files.newOutputStream(configuration.resolve(name))) {
      file.writeXml(out);
    }
  }

  /** A command of Hadoop's, with the one subcommand that it has here. */
  private void command(String name, String subcommand, String program) throws IOException {
    Path file =
        Files.writeString(
            commands.resolve(name),
            """
            #!/bin/sh
            [ "$1" = %s ] || exit 2
            shift
            exec '%s' %s -cp '%s' %s "$@"
            """
                .formatted(subcommand, java(), Launched.SHORT_LIVED, classPath, program));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  private void startFileSystem(String page) throws Exception {
    String name = "org.apache.hadoop.hdfs.server.namenode.NameNode";
    Process format = process("format", List.of(name, "-format", "-force"));
    if (Hanging.exitCode(format) != 0) {
      throw new AssertionError("Cannot format HDFS: " + directory.resolve("format.log"));
    }
    parts.add(process("namenode", List.of(name)).toHandle());
    parts.add(
        process("datanode", List.of("org.apache.hadoop.hdfs.server.datanode.DataNode")).toHandle());
    String state = "/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState";
    Hanging.until(
        "a node of HDFS",
        () -> get(page, state).at("/beans/0/NumLiveDataNodes").asInt() == 1 || hasEnded());
  }

  private void startNodes() throws Exception {
    parts.add(
        process(
                "resourcemanager",
                List.of("org.apache.hadoop.yarn.server.resourcemanager.ResourceManager"))
            .toHandle());
    // Otherwise nodes look for it again half a minute later.
    Hanging.until("YARN", () -> !activeNodes().isMissingNode() || hasEnded());
    for (int i = 0; i < NODES; i++) {
      Path own = directory.resolve("node-" + i);
      nodes.add(
          process(
                  "nodemanager-" + i,
                  List.of(
                      "org.apache.hadoop.yarn.server.nodemanager.NodeManager",
                      "-Dyarn.nodemanager.local-dirs=" + own.resolve("local"),
                      "-Dyarn.nodemanager.log-dirs=" + own.resolve("logs")))
              .toHandle());
    }
    Hanging.until("nodes of YARN", () -> activeNodes().asInt() == NODES || hasEnded());
  }

  private boolean hasEnded() {
    Stream.concat(parts.stream(), nodes.stream())
        .filter(part -> !part.isAlive())
        .forEach(
            part -> {
              throw new AssertionError("A part of Hadoop has ended; its log is in " + directory);
            });
    return false;
  }

  private Process process(String name, List<String> words) throws IOException {
    var command = new ArrayList<String>(List.of(java().toString(), Launched.SHORT_LIVED));
    command.addAll(List.of("-Xmx512m", "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath));
    command.addAll(words);
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile());
    // Of the containers.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  /** The client configuration of it. */
  Path configuration() {
    return configuration;
  }

  /** Where {@code hdfs} and {@code yarn} are. */
  Path commands() {
    return commands;
  }

  /** A place in HDFS, from everywhere. */
  String uri(String path) {
    return fileSystem + path;
  }

  /** How many nodes the ResourceManager knows; missing while it does not answer. */
  private JsonNode activeNodes() {
    return get(manager, "/ws/v1/cluster/metrics").findPath("activeNodes");
  }

  /** The containers of all nodes that are running, by their command lines. */
  List<String> containers() {
    return nodes.stream()
        .flatMap(ProcessHandle::descendants)
        .map(HadoopCluster::commandLine)
        .toList();
  }

  /** Kills the first node that runs no process with these words, and all that it runs. */
  void killNodeWithout(String words) {
    ProcessHandle node =
        nodes.stream()
            .filter(each -> each.descendants().noneMatch(one -> commandLine(one).contains(words)))
            .findFirst()
            .orElseThrow(() -> new AssertionError("Every node runs " + words));
    end(List.of(node));
    nodes.remove(node);
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static JsonNode get(String host, String path) {
    try {
      URLConnection page = URI.create("http://" + host + path).toURL().openConnection();
      page.setRequestProperty("Accept", "application/json"); // or else it is in XML
      try (InputStream text = page.getInputStream()) {
        return JSON.readTree(text);
      }
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  /** First who would tell of it, then what it runs. */
  private static void end(List<ProcessHandle> processes) {
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      Hanging.until(
          String.format(Locale.ROOT, "the end of process %d", each.pid()), () -> !each.isAlive());
    }
  }

  @Override
  public void close() {
    end(nodes);
    end(parts);
  }
}
