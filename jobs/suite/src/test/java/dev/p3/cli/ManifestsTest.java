package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.p3.job.JobRegistry;
import dev.p3.record.P3Registrator;
import dev.p3.run.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The files of {@code deploy/} are whole, fit each other, and hold commands that p3 takes. */
class ManifestsTest {
  private static final Path DEPLOY = Path.of("../../deploy");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "yarn", "k8s", "emr", "databricks", "docker-compose"})
  void everyCommandOfAReadmeIsOneThatP3Takes(String target) throws IOException {
    List<String> commands =
        Files.readAllLines(DEPLOY.resolve(target).resolve("README.md")).stream()
            .filter(line -> line.contains("./p3 ") && !line.startsWith("|"))
            .filter(line -> line.matches("(?:[A-Z0-9_]+=\\S+ )*\\./p3 .*"))
            .map(line -> line.replaceFirst(".*?\\./p3 ", ""))
            .toList();
    commands.forEach(command -> assertTaken(Arrays.asList(command.split(" "))));
  }

  @Test
  void everyJobThatAPlatformIsHandedIsOneThatP3Takes() throws IOException {
    assertTaken(after("run", strings(json("emr/steps.json").at("/0/Args"))));
    assertTaken(
        strings(json("emr/serverless-job.json").at("/jobDriver/sparkSubmit/entryPointArguments")));
    assertTaken(
        strings(
            json("emr/eks-job.json").at("/jobDriver/sparkSubmitJobDriver/entryPointArguments")));
    JsonNode application = yaml("k8s/spark-application.yaml").get(0);
    assertTaken(strings(application.at("/spec/arguments")));
    assertThat(application.at("/spec/mainClass").asText()).isEqualTo(Main.class.getName());
    JsonNode task =
        yaml("databricks/databricks.yml").get(0).at("/resources/jobs/p3_word_count/tasks/0");
    assertThat(task.at("/spark_jar_task/main_class_name").asText()).isEqualTo(Main.class.getName());
    assertTaken(strings(task.at("/spark_jar_task/parameters")));
  }

  @Test
  void theBundleOfDatabricksIsWhole() throws IOException {
    JsonNode bundle = yaml("databricks/databricks.yml").get(0);
    JsonNode job = bundle.at("/resources/jobs/p3_word_count");
    JsonNode task = job.at("/tasks/0");
    JsonNode shared = job.at("/job_clusters/0");
    assertThat(task.path("job_cluster_key")).isEqualTo(shared.path("job_cluster_key"));
    JsonNode cluster = shared.path("new_cluster");
    assertThat(cluster.path("data_security_mode").asText()).isEqualTo("SINGLE_USER");
    assertThat(cluster.path("spark_conf").path("spark.kryo.registrator").asText())
        .isEqualTo(P3Registrator.class.getName());
    String scala = cluster.path("spark_version").asText().replaceFirst(".*-scala", "");
    assertThat(task.at("/libraries/0/jar").asText()).endsWith("_" + scala + ".jar");
    var declared = new ArrayList<String>();
    bundle.path("variables").fieldNames().forEachRemaining(declared::add);
    assertThat(
            strings(task.at("/spark_jar_task/parameters")).stream()
                .filter(word -> word.startsWith("${var."))
                .map(word -> word.substring("${var.".length(), word.length() - 1)))
        .isNotEmpty()
        .allMatch(declared::contains);
  }

  @Test
  void everyJarThatAFileNamesIsOfThisVersion() throws IOException {
    Pattern jar = Pattern.compile("p3-(\\d+\\.\\d+\\.\\d+)-spark[\\d.]+_[\\d.]+\\.jar");
    var versions = new ArrayList<String>();
    for (Path file : files()) {
      jar.matcher(Files.readString(file)).results().forEach(each -> versions.add(each.group(1)));
    }
    assertThat(versions).hasSizeGreaterThan(4).containsOnly(BuildInfo.version());
  }

  @Test
  void objectsOfKubernetesHaveAKindANameAndWhatConfNames() throws IOException {
    var names = new ArrayList<String>();
    for (String file : List.of("rbac", "network-policy", "spark-application")) {
      for (JsonNode object : yaml("k8s/" + file + ".yaml")) {
        assertThat(object.path("apiVersion").asText()).isNotEmpty();
        assertThat(object.path("kind").asText()).isNotEmpty();
        names.add(object.path("kind").asText() + " " + object.at("/metadata/name").asText());
      }
    }
    var conf = new Properties();
    try (var file = Files.newBufferedReader(Path.of("../../conf/k8s.conf"))) {
      conf.load(file);
    }
    String accounts = "spark.kubernetes.authenticate.%s.serviceAccountName";
    assertThat(names)
        .contains(
            "Namespace " + conf.getProperty("spark.kubernetes.namespace"),
            "ServiceAccount " + conf.getProperty(accounts.formatted("driver")),
            "ServiceAccount " + conf.getProperty(accounts.formatted("executor")));
    for (String role : List.of("driver", "executor")) {
      String template = conf.getProperty("spark.kubernetes.%s.podTemplateFile".formatted(role));
      JsonNode pod = yaml(template.replace("deploy/", "")).get(0);
      JsonNode container = pod.at("/spec/containers/0");
      assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(container.at("/resources/limits").isObject()).isTrue();
      List<String> volumes =
          StreamSupport.stream(pod.at("/spec/volumes").spliterator(), false)
              .map(volume -> volume.path("name").asText())
              .toList();
      container
          .path("volumeMounts")
          .forEach(mount -> assertThat(volumes).contains(mount.path("name").asText()));
    }
  }

  @Test
  void imagesArePinnedAndRunAsNobody() throws IOException {
    List<String> dockerfile = Files.readAllLines(DEPLOY.resolve("k8s/Dockerfile"));
    assertThat(dockerfile).contains("FROM ${BASE}").last().isEqualTo("USER 185");
    JsonNode services = yaml("docker-compose/compose.yaml").get(0).path("services");
    assertThat(services).hasSize(3);
    services.forEach(
        service -> {
          assertThat(service.path("image").asText()).startsWith("${BASE:?");
          assertThat(service.path("user").asText()).isEqualTo("185");
          assertThat(service.path("read_only").asBoolean()).isTrue();
        });
  }

  @Test
  void unitsStartPartsThatTheScriptHas() throws IOException {
    String script = Files.readString(DEPLOY.resolve("standalone/cluster"));
    for (String part : List.of("master", "worker", "history")) {
      String unit = Files.readString(DEPLOY.resolve("standalone/systemd/p3-" + part + ".service"));
      assertThat(unit).contains("ExecStart=/opt/p3/deploy/standalone/cluster " + part + "\n");
      assertThat(script).contains("\n  " + part + ")");
    }
  }

  @Test
  void noFileHoldsACredential() throws IOException {
    assertThat(files())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            file ->
                assertThat(Files.readString(file))
                    .doesNotContainPattern("AKIA[A-Z0-9]{8}|BEGIN [A-Z ]*PRIVATE|dapi[0-9a-f]{8}"));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return files
          .filter(Files::isRegularFile)
          .filter(Predicate.not(file -> file.toString().contains("target")))
          .toList();
    }
  }

  private static void assertTaken(List<String> words) {
    ParseResult leaf =
        new CommandLine(new CommandSpecs(JobRegistry.ofThread(), words).root())
            .parseArgs(words.toArray(String[]::new));
    while (leaf.hasSubcommand()) {
      leaf = leaf.subcommand();
    }
    assertThat(ParsedArguments.faults(leaf).all()).as(String.join(" ", words)).isEmpty();
  }

  private static List<String> after(String first, List<String> words) {
    return words.subList(words.indexOf(first), words.size());
  }

  private static List<String> strings(JsonNode array) {
    assertThat(array.isArray()).isTrue();
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(DEPLOY.resolve(file).toFile());
  }

  private static List<JsonNode> yaml(String file) throws IOException {
    try (var text = Files.newBufferedReader(DEPLOY.resolve(file))) {
      var all = new ArrayList<JsonNode>();
      new Yaml(new SafeConstructor(new LoaderOptions()))
          .loadAll(text)
          .forEach(document -> all.add(JSON.valueToTree(document)));
      return all;
    }
  }
}
