package dev.p3.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.p3.fault.BadUsageException;
import dev.p3.fault.Cause;
import dev.p3.patterns.transport.NativeDevices;
import dev.p3.run.LocalDirectories;
import dev.p3.run.SparkLine;
import dev.p3.session.OpenModules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;

/** What the driver's own machine and JVM are like. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 17;
  private static final long MEBIBYTE = 1L << 20;
  private static final long LITTLE_ROOM_MEBIBYTES = 1024;
  private static final Pattern LOCAL_CORES = Pattern.compile("local\\[(\\d+)(?:,.*)?]");

  private final SparkConf spark;
  private final Map<String, String> environment;

  MachineChecks(SparkConf spark, Map<String, String> environment) {
    this.spark = spark;
    this.environment = environment;
  }

  List<Check> all() {
    var checks = new ArrayList<Check>();
    checks.add(surroundings());
    checks.add(java());
    checks.add(memory());
    checks.add(cores());
    checks.add(temporary());
    checks.add(user());
    checks.add(locale());
    checks.add(host());
    return checks;
  }

  private Check surroundings() {
    var where = new ArrayList<String>();
    Map.of(
            "DATABRICKS_RUNTIME_VERSION", "Databricks",
            "KUBERNETES_SERVICE_HOST", "a pod of Kubernetes",
            "CONTAINER_ID", "a container of YARN",
            "EMR_CLUSTER_ID", "a cluster of EMR")
        .forEach(
            (variable, name) -> {
              if (environment.containsKey(variable)) {
                where.add(name);
              }
            });
    if (Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"))) {
      where.add("a container");
    }
    return Check.note(
        "environment",
        "%s, %s %s",
        where.isEmpty() ? "a plain machine" : String.join(", ", where),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }

  private static Check java() {
    int feature = Runtime.version().feature();
    String found =
        String.format(
            Locale.ROOT,
            "%s of %s",
            System.getProperty("java.version"),
            System.getProperty("java.home"));
    if (feature < OLDEST_JAVA) {
      return new Check("java", Verdict.FAULT, found, "Set JAVA_HOME to a JDK 17 or later.");
    }
    if (!OpenModules.areOpen()) {
      return new Check(
          "java",
          Verdict.FAULT,
          found + ", without the packages that Spark needs open",
          "Start it by ./p3 or spark-submit, or give the JVM the --add-opens of org.apache.spark.launcher.JavaModuleOptions.");
    }
    try {
      UserGroupInformation.getCurrentUser();
    } catch (IOException | RuntimeException e) {
      Optional<String> tooNew = SparkLine.tooNewJava(e);
      if (tooNew.isPresent()) {
        return new Check("java", Verdict.FAULT, found, tooNew.get() + ".");
      }
      // else it is a matter of the user, who is looked at below
    }
    return Check.ok("java", found);
  }

  /** The JVM knows of a container's limit. */
  private static Check memory() {
    long heap = Runtime.getRuntime().maxMemory() / MEBIBYTE;
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
            / MEBIBYTE;
    String found =
        String.format(
            Locale.ROOT, "the driver's heap takes up to %,d MiB of %,d MiB", heap, machine);
    return heap > machine
        ? new Check(
            "memory",
            Verdict.FAULT,
            found,
            "The system would end the JVM: give it less, --conf spark.driver.memory=1g.")
        : Check.ok("memory", found);
  }

  private Check cores() {
    int there = Runtime.getRuntime().availableProcessors();
    Matcher wanted = LOCAL_CORES.matcher(spark.get("spark.master", ""));
    if (wanted.matches() && Integer.parseInt(wanted.group(1)) > there) {
      return new Check(
          "cores",
          Verdict.WARNING,
          String.format(
              Locale.ROOT, "%s asks for more than the %d there are", wanted.group(), there),
          "Name fewer, or all with local[*].");
    }
    return Check.ok("cores", "%d", there);
  }

  private Check temporary() {
    try {
      List<String> directories = LocalDirectories.requireOne(spark, environment);
      long room = Files.getFileStore(Path.of(directories.get(0))).getUsableSpace() / MEBIBYTE;
      String found =
          String.format(Locale.ROOT, "%s, %,d MiB are free", String.join(", ", directories), room);
      return room < LITTLE_ROOM_MEBIBYTES
          ? new Check(
              "temporary",
              Verdict.WARNING,
              found,
              "Shuffles go there; point --conf spark.local.dir=DIR to a place with more room.")
          : Check.ok("temporary", found);
    } catch (BadUsageException e) {
      return new Check(
          "temporary",
          Verdict.FAULT,
          e.getMessage(),
          "Point --conf spark.local.dir=DIR to a place that can be written to.");
    } catch (IOException e) {
      return Check.note("temporary", "its room cannot be told: %s", Cause.firstLine(e));
    }
  }

  private Check user() {
    String name = System.getProperty("user.name", "?");
    try {
      String ofHadoop = UserGroupInformation.getCurrentUser().getShortUserName();
      boolean isGiven =
          ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
              .anyMatch(argument -> argument.startsWith("-Duser.name="));
      return isGiven
          ? Check.note("user", "%s; the system has no name for this user, so ./p3 gave one", name)
          : Check.ok("user", ofHadoop);
    } catch (IOException | RuntimeException e) {
      if (SparkLine.tooNewJava(e).isPresent()) {
        return Check.note("user", "%s, not asked of Hadoop because of the Java", name);
      }
      return new Check(
          "user",
          Verdict.FAULT,
          String.format(
              Locale.ROOT, "Hadoop can make no user of '%s': %s", name, Cause.firstLine(e)),
          "Start it by ./p3, which gives a name, or add the user to /etc/passwd.");
    }
  }

  private static Check locale() {
    String names = System.getProperty("sun.jnu.encoding", "");
    return names.equalsIgnoreCase("UTF-8")
        ? Check.ok("locale", "names of files and words are UTF-8")
        : new Check(
            "locale",
            Verdict.WARNING,
            String.format(
                Locale.ROOT,
                "names of files and words are %s, so others than ASCII are lost",
                names),
            "Run it with LC_ALL=C.UTF-8.");
  }

  private Check host() {
    String bind = spark.get("spark.driver.bindAddress", "");
    String ip = environment.getOrDefault("SPARK_LOCAL_IP", "");
    try {
      InetAddress own = InetAddress.getLocalHost();
      String listens = Optional.of(bind).filter(text -> !text.isEmpty()).orElse(ip);
      return Check.ok(
          "host",
          "%s (%s)%s",
          own.getHostName(),
          own.getHostAddress(),
          listens.isEmpty() ? "" : ", the driver listens on " + listens);
    } catch (UnknownHostException e) {
      return bind.isEmpty() && ip.isEmpty()
          ? new Check(
              "host",
              Verdict.FAULT,
              "this machine's own name has no address: " + Cause.firstLine(e),
              "Add it to /etc/hosts, or set SPARK_LOCAL_IP.")
          : Check.note("host", "this machine's own name has no address; %s is used", bind + ip);
    }
  }

  /** What transports may use, which nothing needs. */
  static List<Check> devices() {
    List<String> openCl = NativeDevices.openCl();
    return List.of(
        Check.note("opencl", openCl.isEmpty() ? "no device" : String.join(", ", openCl)),
        Check.note("mpi", NativeDevices.mpi().map(Path::toString).orElse("no mpirun on the PATH")));
  }
}
