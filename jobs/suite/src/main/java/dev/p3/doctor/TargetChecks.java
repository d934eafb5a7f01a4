package dev.p3.doctor;

import dev.p3.fault.Cause;
import dev.p3.run.RunSettings;
import dev.p3.run.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Whether the target can be reached, and what it stores data in. */
final class TargetChecks {
  private static final List<String> SCHEMES =
      List.of("file", "hdfs", "s3a", "gs", "abfs", "abfss", "dbfs");
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "s3a", "org.apache.hadoop:hadoop-aws in the version of your Hadoop",
          "gs", "com.google.cloud.bigdataoss:gcs-connector",
          "abfs", "org.apache.hadoop:hadoop-azure in the version of your Hadoop",
          "abfss", "org.apache.hadoop:hadoop-azure in the version of your Hadoop");
  private static final int YARN_PORT = 8032;

  private final RunSettings settings;
  private final SparkConf spark;
  private final Map<String, String> environment;
  private final List<String> storage;

  /**
   * @param storage URIs that a job would read or write
   */
  TargetChecks(RunSettings settings, Map<String, String> environment, List<String> storage) {
    this.settings = settings;
    this.spark = settings.spark();
    this.environment = environment;
    this.storage = storage;
  }

  List<Check> all() {
    var checks = new ArrayList<Check>();
    settings.faults().forEach(fault -> checks.add(new Check("settings", Verdict.FAULT, fault, "")));
    if (checks.isEmpty()) {
      checks.add(Check.ok("settings", "all are known"));
      checks.add(reach());
    }
    checks.add(way());
    checks.addAll(storage());
    checks.add(credentials());
    return checks;
  }

  private String master() {
    return spark.get("spark.master");
  }

  /** Standalone masters are looked for with the settings. */
  private Check reach() {
    if (master().equals("yarn")) {
      return yarn();
    }
    if (master().startsWith("k8s://")) {
      String api = master().substring("k8s://".length());
      URI uri = URI.create(api.contains("://") ? api : "https://" + api);
      int usual = "http".equals(uri.getScheme()) ? 80 : 443;
      return answer(
          "API server of Kubernetes",
          uri.getHost(),
          uri.getPort() < 0 ? usual : uri.getPort(),
          "Run `kubectl proxy`, or name yours with --target k8s://https://HOST:PORT.");
    }
    return Check.ok("reach", "%s", master());
  }

  private Check yarn() {
    Optional<Path> file =
        List.of("YARN_CONF_DIR", "HADOOP_CONF_DIR").stream()
            .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
            .map(directory -> Path.of(directory, "yarn-site.xml"))
            .filter(Files::isRegularFile)
            .findFirst();
    if (file.isEmpty()) {
      return new Check(
          "reach",
          Verdict.FAULT,
          "no yarn-site.xml: the ResourceManager is not known",
          "Set HADOOP_CONF_DIR or YARN_CONF_DIR to the cluster's client configuration.");
    }
    var yarn = new Configuration(false);
    yarn.addResource(new org.apache.hadoop.fs.Path(file.get().toUri()));
    InetSocketAddress manager =
        yarn.getSocketAddr("yarn.resourcemanager.address", "0.0.0.0:" + YARN_PORT, YARN_PORT);
    return answer(
        "ResourceManager of " + file.get(),
        manager.getHostString(),
        manager.getPort(),
        "Start it, or correct yarn.resourcemanager.address.");
  }

  private static Check answer(String what, String host, int port, String remedy) {
    return Target.silence(host, port)
        .map(
            silence ->
                new Check(
                    "reach",
                    Verdict.FAULT,
                    String.format(
                        Locale.ROOT, "%s: nothing at %s:%d (%s)", what, host, port, silence),
                    remedy))
        .orElseGet(() -> Check.ok("reach", "%s answers at %s:%d", what, host, port));
  }

  /**
   * Executors connect to the driver, so on other machines they need an address that is not ours.
   */
  private Check way() {
    String host = spark.get("spark.driver.host", environment.getOrDefault("SPARK_LOCAL_IP", ""));
    boolean isLoopback = host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    boolean isHere =
        master().startsWith("local")
            || master().matches("spark://(127\\..*|localhost.*|\\[::1].*)");
    return isLoopback && !isHere
        ? new Check(
            "way back",
            Verdict.FAULT,
            "executors on other machines cannot reach a driver that is called " + host,
            "Set spark.driver.host to an address of this machine that they reach (behind NAT: the outer one, and spark.driver.bindAddress=0.0.0.0).")
        : Check.ok(
            "way back", host.isEmpty() ? "executors reach the driver by its host name" : host);
  }

  private List<Check> storage() {
    Configuration hadoop = settings.hadoop();
    var needed = new TreeSet<String>();
    scheme(FileSystem.getDefaultUri(hadoop).toString()).ifPresent(needed::add);
    storage.forEach(uri -> scheme(uri).ifPresent(needed::add));
    for (Tuple2<String, String> setting : spark.getAll()) {
      if (setting._1().matches(".*\\.(dir|path|directory|stagingDir|archive|fs\\.defaultFS)")) {
        scheme(setting._2()).ifPresent(needed::add);
      }
    }
    var checks = new ArrayList<Check>();
    var there = new ArrayList<String>();
    var absent = new ArrayList<String>();
    for (String scheme : union(needed)) {
      Optional<String> fault = classFault(scheme, hadoop);
      if (fault.isEmpty()) {
        there.add(scheme);
      } else if (needed.contains(scheme)) {
        String library = LIBRARIES.getOrDefault(scheme, "the library of this file system");
        checks.add(
            new Check(
                "storage",
                Verdict.FAULT,
                String.format(
                    Locale.ROOT,
                    "%s: is needed, and its classes are missing (%s)",
                    scheme,
                    fault.get()),
                String.format(
                    Locale.ROOT,
                    "Add %s, with --conf spark.jars.packages or in Spark's jars.",
                    library)));
      } else {
        absent.add(scheme);
      }
    }
    checks.add(
        Check.note(
            "storage",
            "classes are there for %s%s",
            String.join(", ", there),
            absent.isEmpty() ? "" : ", not for " + String.join(", ", absent)));
    return checks;
  }

  private static List<String> union(Set<String> needed) {
    var all = new ArrayList<>(SCHEMES);
    needed.stream().filter(scheme -> !SCHEMES.contains(scheme)).forEach(all::add);
    return all;
  }

  private static Optional<String> classFault(String scheme, Configuration hadoop) {
    try {
      FileSystem.getFileSystemClass(scheme, hadoop);
      return Optional.empty();
    } catch (IOException | RuntimeException | LinkageError e) {
      return Optional.of(Cause.firstLine(e));
    }
  }

  /** The scheme of a URI; of p3's own words, what comes after the format. */
  private static Optional<String> scheme(String text) {
    String uri = text.replaceFirst("^(?:csv|json|parquet|orc|text)[^:]*:(?=[a-z0-9]+:)", "");
    int colon = uri.indexOf(':');
    boolean isScheme = colon > 1 && uri.substring(0, colon).matches("[a-z][a-z0-9]+");
    return isScheme
            && !List.of("local", "http", "https", "spark", "k8s").contains(uri.substring(0, colon))
        ? Optional.of(uri.substring(0, colon))
        : Optional.empty();
  }

  /** Says that they are there, never what they are. */
  private Check credentials() {
    var there = new ArrayList<String>();
    for (String variable :
        List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_PROFILE",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "AZURE_CLIENT_ID",
            "DATABRICKS_TOKEN",
            "KRB5CCNAME",
            "KUBECONFIG")) {
      if (environment.containsKey(variable)) {
        there.add(variable);
      }
    }
    for (String key :
        List.of(
            "spark.hadoop.fs.s3a.access.key",
            "spark.authenticate.secret",
            "spark.authenticate.secret.file")) {
      if (spark.contains(key)) {
        there.add(key);
      }
    }
    boolean isS3 = storage.stream().anyMatch(uri -> uri.contains("s3a:"));
    boolean hasS3 = there.stream().anyMatch(each -> each.contains("AWS") || each.contains("s3a"));
    boolean hasFile = Files.exists(Path.of(System.getProperty("user.home"), ".aws", "credentials"));
    if (isS3 && !hasS3 && !hasFile) {
      return new Check(
          "credentials",
          Verdict.WARNING,
          "none for s3a: in settings, environment or ~/.aws; only a machine with a role gets on without",
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run it where a role is.");
    }
    return Check.note(
        "credentials", "%s", there.isEmpty() ? "none are set" : "set: " + String.join(", ", there));
  }
}
