package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.p3.Hanging;
import dev.p3.Readme;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Kubernetes is sent: by the README's command, with the settings of {@code conf/k8s.conf} as
 * they are, and in the manifests of {@code deploy/k8s}. No kubelet is here, so no pod runs.
 */
class KubernetesIT {
  private static final Path DEPLOY = Launched.ROOT.resolve("deploy/k8s");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Takes what Kubernetes's own description has, from which these classes are generated. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "v1 Namespace", Namespace.class,
          "v1 ServiceAccount", ServiceAccount.class,
          "v1 Pod", Pod.class,
          "rbac.authorization.k8s.io/v1 Role", Role.class,
          "rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

  @TempDir private static Path directory;
  private static Path spark;

  @BeforeAll
  static void assembleSpark() throws IOException {
    spark = SparkDistribution.in(directory.resolve("spark"));
  }

  @Test
  void inClusterModeTheDriversPodIsWhatConfAndTemplateSay() throws Exception {
    try (var api = new KubernetesApi(0)) {
      Launched run = typed(api, readmesRun());

      assertThat(run.exitCode()).as(run.messages()).isZero();
      JsonNode pod = api.objects("Pod").get(0);
      String name = pod.at("/metadata/name").asText();
      assertThat(run.messages())
          .contains(
              "Submitted as p3:" + name,
              "Its log: kubectl logs --namespace p3 " + name,
              "The driver ended well.");
      assertIsConfined(pod, "driver");
      JsonNode container = pod.at("/spec/containers/0");
      assertThat(texts(container.path("args")))
          .containsSubsequence(
              "driver", "--class", Main.class.getName(), "local:///opt/p3/p3.jar", "run")
          .endsWith("run", "word-count", "--top", "5");

      Properties settings = settings(api.objects("ConfigMap"), name);
      assertThat(settings)
          .containsEntry("spark.p3.target", "k8s")
          .containsEntry("spark.executor.instances", "2")
          .containsEntry(
              "spark.kubernetes.authenticate.executor.serviceAccountName", "p3-executor");
      JsonNode service = api.objects("Service").get(0);
      assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
      assertThat(settings.getProperty("spark.driver.host"))
          .isEqualTo(service.at("/metadata/name").asText() + ".p3.svc");
      service
          .at("/spec/selector")
          .properties()
          .forEach(
              label ->
                  assertThat(pod.at("/metadata/labels").path(label.getKey()))
                      .isEqualTo(label.getValue()));
    }
  }

  @Test
  void aDriverThatFailsIsAFailedRun() throws Exception {
    try (var api = new KubernetesApi(1)) {
      Launched run = typed(api, readmesRun());

      assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.FAILED);
      assertThat(run.messages())
          .contains("Its log: kubectl logs", "p3: the job failed; the driver's log says why");
    }
  }

  @Test
  void inClientModeTheExecutorsPodsAreWhatConfAndTemplateSay() throws Exception {
    try (var api = new KubernetesApi(0)) {
      Launched run = typed(api, readmesRun().replace("--deploy-mode cluster", ""));
      Hanging.until(
          "two executors", () -> api.objects("Pod").size() == 2 || !run.process().isAlive());
      run.process().destroy();
      run.exitCode();

      assertThat(api.objects("Pod"))
          .as(run.messages())
          .hasSize(2)
          .allSatisfy(pod -> assertIsConfined(pod, "executor"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rbac", "network-policy", "driver-template", "executor-template"})
  void everyManifestIsOfTheShapeThatKubernetesKnows(String manifest) throws IOException {
    for (JsonNode object : yaml(manifest)) {
      String kind = object.path("apiVersion").asText() + " " + object.path("kind").asText();
      assertThat(KINDS).containsKey(kind);
      Object read = STRICT.treeToValue(object, KINDS.get(kind));
      if (read instanceof Pod pod) {
        assertThat(pod.getSpec().getContainers().get(0).getResources().getLimits().values())
            .isNotEmpty()
            .allSatisfy(limit -> assertThat(Quantity.getAmountInBytes(limit)).isPositive());
      }
    }
  }

  @Test
  void theOperatorsManifestConfinesPodsAsTheTemplatesDo() throws IOException {
    JsonNode application = yaml("spark-application").get(0);
    for (String role : List.of("driver", "executor")) {
      JsonNode pod = application.path("spec").path(role);
      assertThat(pod.path("serviceAccount").asText()).isEqualTo("p3-" + role);
      SecurityContext context =
          STRICT.treeToValue(pod.path("securityContext"), SecurityContext.class);
      JsonNode template = yaml(role + "-template").get(0).path("spec");
      assertThat(context.getRunAsNonRoot())
          .isEqualTo(template.at("/securityContext/runAsNonRoot").asBoolean());
      assertThat(context.getCapabilities().getDrop())
          .isEqualTo(texts(template.at("/containers/0/securityContext/capabilities/drop")));
    }
  }

  /** As the namespace demands of every pod. */
  private static void assertIsConfined(JsonNode pod, String role) {
    JsonNode spec = pod.path("spec");
    JsonNode container = spec.at("/containers/0");
    assertThat(container.path("name").asText()).isEqualTo("spark-kubernetes-" + role);
    assertThat(container.path("image").asText()).isEqualTo("p3:0.1.0");
    assertThat(spec.path("serviceAccountName").asText()).isEqualTo("p3-" + role);
    assertThat(pod.at("/metadata/labels/spark-role").asText()).isEqualTo(role);
    assertThat(spec.path("securityContext"))
        .isEqualTo(
            YAML.valueToTree(
                Map.of(
                    "runAsNonRoot",
                    true,
                    "runAsUser",
                    185,
                    "fsGroup",
                    185,
                    "seccompProfile",
                    Map.of("type", "RuntimeDefault"))));
    assertThat(container.path("securityContext"))
        .isEqualTo(
            YAML.valueToTree(
                Map.of(
                    "allowPrivilegeEscalation",
                    false,
                    "readOnlyRootFilesystem",
                    true,
                    "capabilities",
                    Map.of("drop", List.of("ALL")))));
    JsonNode limits = container.at("/resources/limits");
    assertThat(limits.path("cpu").asText()).isEqualTo("1");
    assertThat(limits.path("memory").asText()).isEqualTo("1408Mi");
    assertThat(limits.path("ephemeral-storage").asText()).isEqualTo("10Gi");
    assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
        .contains("/tmp", "/opt/spark/work-dir", "/tmp/spark");
  }

  private static Properties settings(List<JsonNode> maps, String pod) throws IOException {
    assertThat(maps)
        .allSatisfy(
            map -> assertThat(map.at("/metadata/ownerReferences/0/name").asText()).isEqualTo(pod));
    var settings = new Properties();
    for (JsonNode map : maps) {
      settings.load(new StringReader(map.at("/data/spark.properties").asText()));
    }
    return settings;
  }

  private static String readmesRun() {
    return Readme.blocks(DEPLOY).stream()
        .flatMap(block -> block.text().lines())
        .filter(line -> line.startsWith("./p3 run "))
        .findFirst()
        .orElseThrow();
  }

  /** In the checkout, as the README has it. */
  private static Launched typed(KubernetesApi api, String command) throws IOException {
    return Launched.start(
        directory,
        Map.of(
            "P3_BUILD",
            "never",
            "SPARK_HOME",
            spark.toString(),
            "KUBECONFIG",
            directory.resolve("none").toString(),
            "P3_CONF",
            "spark.master=" + api.master()),
        List.of("sh", "-c", "cd \"$0\" && exec " + command, Launched.ROOT));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<JsonNode> yaml(String manifest) throws IOException {
    try (var text = Files.newBufferedReader(DEPLOY.resolve(manifest + ".yaml"))) {
      return YAML.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
    }
  }
}
