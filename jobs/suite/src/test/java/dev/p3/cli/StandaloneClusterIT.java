package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.cluster.StandaloneCluster;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import dev.p3.session.AuthenticationSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

class StandaloneClusterIT {
  private static final int ANY_PORT = 0;

  @TempDir Path stateDir;
  private StandaloneCluster cluster;

  @BeforeEach
  void placeCluster() {
    cluster = new StandaloneCluster(Path.of(System.getProperty("p3.spark.home")), stateDir);
  }

  @AfterEach
  void endCluster() {
    cluster.stop();
  }

  @Test
  void startsAnswersRefusesASecondAndStopsWithoutATrace() throws IOException {
    StandaloneCluster.Status started = cluster.start(1, 2, "1g", ANY_PORT);
    List<ProcessHandle> processes = recordedProcesses();

    assertThat(started.masterUrl()).matches("spark://127\\.0\\.0\\.1:[1-9][0-9]*");
    assertThat(started.workers())
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.alive()).isTrue();
              assertThat(worker.cores()).isEqualTo(2);
              assertThat(worker.memoryMiB()).isEqualTo(1024);
              assertThat(worker.webUi().getHost()).isEqualTo("127.0.0.1");
            });
    assertThat(cluster.status()).contains(started);
    assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
    assertKnowsWhoHasItsSecret(started.masterUrl());
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> cluster.start(1, 1, "1g", ANY_PORT))
        .withMessageContaining(started.masterUrl());
    assertThat(processes).allMatch(ProcessHandle::isAlive);

    assertThat(cluster.stop()).isTrue();

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(cluster.status()).isEmpty();
    assertThat(stateDir).isDirectoryNotContaining(path -> !path.endsWith("logs"));
    assertThat(cluster.stop()).isFalse();
  }

  private void assertKnowsWhoHasItsSecret(String master) throws IOException {
    var friend = new SparkConf(false).set("spark.master", master);
    StandaloneCluster.settings(stateDir, master).forEach(friend::set);
    Path secret = Path.of(friend.get("spark.authenticate.secret.file"));
    for (Path file : List.of(secret, cluster.properties())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(file).content().contains(Files.readString(secret));
    }
    AuthenticationSecret.find(friend, Map.of())
        .ifPresent(text -> friend.set(AuthenticationSecret.KEY, text));

    assertThat(reach(master, friend)).isNotNull();
    assertThatThrownBy(() -> reach(master, new SparkConf(false))).isNotNull();
    assertThatThrownBy(() -> reach(master, friend.clone().set(AuthenticationSecret.KEY, "another")))
        .isNotNull();
    assertThat(StandaloneCluster.settings(stateDir, "spark://127.0.0.1:1")).isEmpty();
  }

  /**
   * What a driver does first, as a user who has no secret yet: that of a local session which
   * another test has opened in this JVM would come before the setting.
   */
  private static Object reach(String master, SparkConf conf) {
    return UserGroupInformation.createRemoteUser("a-client")
        .doAs((PrivilegedAction<Object>) () -> ask(master, conf));
  }

  private static Object ask(String master, SparkConf conf) {
    URI address = URI.create(master);
    SparkConf patient = conf.clone().set("spark.rpc.askTimeout", "600s");
    RpcEnv network =
        RpcEnv.create(
            "a-client",
            "127.0.0.1",
            0,
            patient,
            new SecurityManager(
                patient, Option.empty(), SecurityManager.$lessinit$greater$default$3()),
            true);
    try {
      return network.setupEndpointRef(
          new RpcAddress(address.getHost(), address.getPort()), "Master");
    } finally {
      network.shutdown();
    }
  }

  @Test
  void refusesATakenPort() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket other = new ServerSocket(ANY_PORT, 1, loopback)) {
      assertThatExceptionOfType(BadUsageException.class)
          .isThrownBy(() -> cluster.start(1, 1, "1g", other.getLocalPort()))
          .withMessageContaining("port " + other.getLocalPort())
          .withMessageContaining("--port");
    }
    assertThat(stateDir).isEmptyDirectory();
  }

  @Test
  void namesEveryArgumentThatIsOutOfRange() {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> cluster.start(0, -1, "512", 70_000))
        .satisfies(refusal -> assertThat(refusal.faults()).hasSize(4));
  }

  @Test
  void refusesADirectoryThatIsNoSparkHome(@TempDir Path empty) {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> new StandaloneCluster(empty, stateDir).start(1, 1, "1g", ANY_PORT))
        .withMessageContaining("spark-core_");
  }

  @Test
  void tellsTheLastWordsOfAMasterThatEnds(@TempDir Path broken) throws IOException {
    Path jars = Files.createDirectory(broken.resolve("jars"));
    Files.createFile(jars.resolve("spark-core_2.13-0.0.0.jar"));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> new StandaloneCluster(broken, stateDir).start(1, 1, "1g", ANY_PORT))
        .withMessageContaining(stateDir.resolve("logs").resolve("master.log").toString())
        .withMessageContaining("org.apache.spark.deploy.master.Master");
    assertThat(cluster.status()).isEmpty();
  }

  @Test
  void leavesAProcessAloneThatWasGivenAUsedId() throws IOException {
    long own = ProcessHandle.current().pid();
    Files.writeString(
        stateDir.resolve("cluster.json"),
        """
        {"masterUrl": "spark://127.0.0.1:7077", "webUi": "http://127.0.0.1:8080",
         "processes": [{"name": "master", "pid": %d, "startedMillis": 0}]}
        """
            .formatted(own));

    assertThat(cluster.status()).isEmpty();
    assertThat(cluster.stop()).isFalse();
    assertThat(stateDir).isEmptyDirectory();
  }

  private List<ProcessHandle> recordedProcesses() throws IOException {
    JsonNode state = new ObjectMapper().readTree(stateDir.resolve("cluster.json").toFile());
    return StreamSupport.stream(state.path("processes").spliterator(), false)
        .flatMap(process -> ProcessHandle.of(process.path("pid").asLong()).stream())
        .toList();
  }
}
