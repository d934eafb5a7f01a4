package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.p3.Readme;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code deploy/emr/README.md}, by the AWS CLI: it refuses what its model of a
 * service does not have, and sends the rest to a server on this machine. Without the CLI, which
 * {@code .ci/run} installs, they are skipped.
 */
class EmrIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DEPLOY = Launched.ROOT.resolve("deploy/emr");

  /** What the CLI looks at of an answer. */
  private static final String ANSWER =
      "{\"JobFlowId\": \"j-1\", \"ClusterArn\": \"arn:1\", \"jobRunId\": \"r-1\", \"id\": \"r-1\"}";

  private record Request(String path, String operation, JsonNode body) {}

  @TempDir private Path directory;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aws"))),
        "no AWS CLI is on the PATH");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::record);
    server.start();
  }

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void record(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target")),
              JSON.readTree(exchange.getRequestBody())));
      byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Test
  void aClusterIsMadeWithTheStep() throws Exception {
    Request request = sent("aws emr create-cluster ");

    assertThat(request.operation()).endsWith(".RunJobFlow");
    JsonNode cluster = request.body();
    assertThat(cluster.at("/Applications/0/Name").asText()).isEqualTo("Spark");
    assertThat(cluster.path("JobFlowRole").asText()).isEqualTo("EMR_EC2_DefaultRole");
    assertThat(cluster.path("ServiceRole").asText()).isEqualTo("EMR_DefaultRole");
    assertThat(cluster.at("/Instances/KeepJobFlowAliveWhenNoSteps").asBoolean(true)).isFalse();
    assertThat(cluster.at("/Instances/InstanceGroups").findValuesAsText("InstanceRole"))
        .containsExactly("MASTER", "CORE");
    assertThat(cluster.path("Configurations")).isEqualTo(file("configurations.json"));
    JsonNode step = cluster.at("/Steps/0/HadoopJarStep");
    assertThat(step.path("Jar").asText()).isEqualTo("command-runner.jar");
    assertThat(step.at("/Args/0").asText()).isEqualTo("spark-submit");
    JsonNode words = file("steps.json").at("/0/Args");
    for (int i = 0; i < words.size(); i++) {
      assertThat(step.path("Args").path(i + 1)).isEqualTo(words.get(i));
    }
  }

  @Test
  void aRunOfEmrServerlessIsSentWhole() throws Exception {
    Request request = sent("aws emr-serverless ");

    JsonNode run = file("serverless-job.json");
    assertThat(request.path())
        .isEqualTo("/applications/" + run.path("applicationId").asText() + "/jobruns");
    assertSentWhole(request, run, "applicationId");
  }

  @Test
  void aRunOfEmrOnEksIsSentWhole() throws Exception {
    Request request = sent("aws emr-containers ");

    JsonNode run = file("eks-job.json");
    assertThat(request.path())
        .isEqualTo("/virtualclusters/" + run.path("virtualClusterId").asText() + "/jobruns");
    assertSentWhole(request, run, "virtualClusterId");
  }

  private static void assertSentWhole(Request request, JsonNode run, String inPath) {
    run.properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(inPath)) {
                assertThat(request.body().path(field.getKey())).isEqualTo(field.getValue());
              }
            });
  }

  /** The request of the README's command that begins so. */
  private Request sent(String beginning) throws Exception {
    String command =
        Readme.blocks(DEPLOY).stream()
            .flatMap(block -> block.text().replace("\\\n", " ").lines())
            .filter(line -> line.startsWith(beginning))
            .findFirst()
            .orElseThrow()
            .replaceFirst("^aws", "aws --endpoint-url http://127.0.0.1:" + port());
    Launched run =
        Launched.start(
            directory,
            Map.of(
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_DEFAULT_REGION", "eu-west-1",
                "AWS_CONFIG_FILE", directory.resolve("none").toString(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_PAGER", ""),
            List.of("sh", "-c", "cd \"$0\" && exec " + command, Launched.ROOT));
    assertThat(run.exitCode()).as(command + run.messages()).isZero();
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static JsonNode file(String name) throws IOException {
    return JSON.readTree(DEPLOY.resolve(name).toFile());
  }
}
