package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two hosts with a network between them and no disk in common, made of namespaces of this machine:
 * one has the driver and the master, the other a worker, as {@code deploy/standalone/README.md} has
 * them on several machines.
 */
@Tag("targets") // a cluster of its own, and a system that lets its user make namespaces
class TwoHostsIT {
  private static final Path SCRIPT = Launched.ROOT.resolve("deploy/standalone/cluster");
  private static final String ONE = "p3-one-" + ProcessHandle.current().pid();
  private static final String OTHER = "p3-other-" + ProcessHandle.current().pid();

  @TempDir private Path directory;
  private final List<Launched> parts = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "10.77.0.1, 10.77.0.2, 24, false",
    // A network of IPv6 alone, which Java has to be told to prefer.
    "fd77::1, fd77::2, 64, true"
  })
  void aJobGivesTheRowsOfALocalRun(String here, String there, int mask, boolean isIpv6)
      throws Exception {
    connect(here + "/" + mask, there + "/" + mask, isIpv6);
    Path disk = Files.createDirectory(directory.resolve("one"));
    Path otherDisk = Files.createDirectory(directory.resolve("other"));
    Map<String, String> environment = environment(name(here), isIpv6);
    environment.put("P3_CLUSTER_DIR", disk.toString());
    environment.put("P3_CONF_DIR", disk.toString());
    environment.put(
        "P3_JAVA_OPTS",
        Launched.SHORT_LIVED + " -Djava.io.tmpdir=" + Files.createDirectory(disk.resolve("tmp")));
    Map<String, String> ofOther = environment(name(here), isIpv6);
    ofOther.put("P3_CLUSTER_DIR", otherDisk.toString());
    ofOther.put("P3_WORKER_HOST", name(there));
    ofOther.put("SPARK_LOCAL_DIRS", otherDisk.toString());
    assertThat(on(ONE, environment, SCRIPT, "secret").exitCode()).isZero();
    for (String copied : List.of("secret", "spark.conf")) {
      Files.copy(disk.resolve(copied), otherDisk.resolve(copied));
    }

    Launched master = on(ONE, environment, SCRIPT, "master");
    parts.add(master);
    awaitWord(master, "elected leader");
    Launched worker =
        on(
            OTHER,
            ofOther,
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount -t tmpfs none \"$1\" && exec \"$0\" worker",
            SCRIPT,
            disk);
    parts.add(worker);
    awaitWord(worker, "Successfully registered with master");
    Launched run =
        on(
            ONE,
            environment,
            Launched.ROOT.resolve("p3"),
            "run",
            "word-count",
            "--out",
            "-",
            "--target",
            "standalone");

    assertThat(run.exitCode()).as(run.messages()).isZero();
    Launched local = Launched.p3(directory, "run", "word-count", "--out", "-");
    assertThat(local.exitCode()).as(local.messages()).isZero();
    assertThat(run.output().lines().sorted())
        .hasSizeGreaterThan(10_000)
        .containsExactlyElementsOf(local.output().lines().sorted().toList());
    try (Stream<Path> applications = Files.list(otherDisk.resolve("work/worker"))) {
      assertThat(applications).singleElement(); // the executor was there
    }
  }

  @AfterEach
  void endAll() throws Exception {
    for (Launched part : parts) {
      part.process().destroy();
      part.exitCode();
    }
    for (String host : List.of(ONE, OTHER)) {
      new ProcessBuilder("ip", "netns", "del", host).start().waitFor();
    }
  }

  private void connect(String here, String there, boolean isIpv6) throws Exception {
    String duplicates = isIpv6 ? " nodad" : "";
    String script =
        """
        set -e
        ip netns add %1$s
        ip netns add %2$s
        ip link add p3va netns %1$s type veth peer name p3vb netns %2$s
        ip -n %1$s addr add %3$s dev p3va%5$s
        ip -n %2$s addr add %4$s dev p3vb%5$s
        for host in %1$s %2$s; do ip -n $host link set lo up; done
        ip -n %1$s link set p3va up
        ip -n %2$s link set p3vb up
        ip netns exec %2$s unshare -m mount -t tmpfs none /tmp
        """
            .formatted(ONE, OTHER, here, there, duplicates);
    Path ip = Path.of("/usr/sbin/ip");
    Assumptions.assumeTrue(Files.isExecutable(ip) || Files.isExecutable(Path.of("/sbin/ip")));
    Launched made = Launched.start(directory, Map.of(), List.of("sh", "-c", script));
    Assumptions.assumeTrue(
        made.exitCode() == 0, "this system lets its user make no hosts: " + made.messages());
  }

  private static String name(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static Map<String, String> environment(String master, boolean isIpv6) {
    var environment = new HashMap<String, String>();
    environment.put("P3_BUILD", "never");
    environment.put("SPARK_HOME", Launched.SPARK_HOME.toString());
    environment.put("P3_CLUSTER_HOST", master);
    if (isIpv6) {
      environment.put("JAVA_TOOL_OPTIONS", "-Djava.net.preferIPv6Addresses=true");
    }
    return environment;
  }

  private Launched on(String host, Map<String, String> environment, Object... words)
      throws IOException {
    var command = new ArrayList<Object>(List.of("ip", "netns", "exec", host));
    command.addAll(List.of(words));
    return Launched.start(directory, environment, command);
  }

  private static void awaitWord(Launched part, String word) throws IOException {
    Hanging.until(word, () -> part.messages().contains(word) || !part.process().isAlive());
    assertThat(part.messages()).contains(word);
  }
}
