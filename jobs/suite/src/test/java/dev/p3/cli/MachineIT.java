package dev.p3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on machines that lack what ours have. */
class MachineIT {
  private static final String USER = "12345";

  /** Where systems keep JDKs. */
  private static final Path JAVAS = Path.of("/usr/lib/jvm");

  @TempDir private Path directory;

  @Test
  void optionsOfTheJvmMeanWhatTheyMeanToSpark() throws Exception {
    List<String> arguments =
        argumentsOfJava(
            Map.of(),
            "--conf",
            "spark.driver.extraJavaOptions=-Da='x y' -Db=\"z\" -Dc=q\\\"\\ $HOME -Dd='*'");

    assertThat(arguments).contains("-Da=x y", "-Db=z", "-Dc=q\" $HOME", "-Dd=*");
  }

  @Test
  void aQuoteThatIsNotClosedIsRefused() throws Exception {
    Launched run =
        launched(Map.of(), "run", "word-count", "--conf", "spark.driver.extraJavaOptions=-Da='x");

    assertThat(run.exitCode()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(run.messages()).contains("a quote is not closed", "-Da='x");
  }

  @Test
  void onlyAPassOverLittleDoesWithoutTheOptimizingCompiler() throws Exception {
    Map<String, String> plain = Map.of("P3_JAVA_OPTS", "");
    Path little = Files.write(directory.resolve("little.txt"), new byte[1 << 20]);
    Path much = Files.write(directory.resolve("much.txt"), new byte[5 << 20]);
    Path packed = Files.write(directory.resolve("packed.txt.gz"), new byte[1 << 20]);

    assertThat(argumentsOfJava(plain)).contains(Launched.SHORT_LIVED);
    assertThat(argumentsOfJava(plain, "--in", little.toString())).contains(Launched.SHORT_LIVED);
    assertThat(argumentsOfJava(plain, "--in", little.toString(), "--in=" + much))
        .doesNotContain(Launched.SHORT_LIVED);
    assertThat(argumentsOfJava(plain, "--in", packed.toString()))
        .doesNotContain(Launched.SHORT_LIVED);
    assertThat(argumentsOfJava(plain, "--in", "jdbc:postgresql://nowhere/t"))
        .doesNotContain(Launched.SHORT_LIVED);
    assertThat(argumentsOfJava(plain, "--profile")).doesNotContain(Launched.SHORT_LIVED);
    assertThat(argumentsOfJava(plain, "--target", "local-cluster[2,1,1024]"))
        .doesNotContain(Launched.SHORT_LIVED);
  }

  @Test
  void theConfigurationOfHadoopIsOnTheClassPath() throws Exception {
    List<String> arguments =
        argumentsOfJava(Map.of("HADOOP_CONF_DIR", "/etc/hadoop", "YARN_CONF_DIR", "/etc/yarn"));

    String classPath = arguments.get(arguments.indexOf("-cp") + 1);
    assertThat(List.of(classPath.split(File.pathSeparator))).endsWith("/etc/hadoop", "/etc/yarn");
  }

  @Test
  void aHomeThatIsNoneIsReplacedByOne() throws Exception {
    List<String> arguments = argumentsOfJava(Map.of("HOME", "/nonexistent"));

    String home =
        arguments.stream()
            .filter(word -> word.startsWith("-Duser.home=/"))
            .findFirst()
            .orElseThrow();
    assertThat(Path.of(home.substring("-Duser.home=".length()))).isDirectory();
  }

  @Test
  void aUserWithoutANameRunsAJobInTheLocaleCOnPathsThatAreNotAscii() throws Exception {
    boolean isRoot = System.getProperty("user.name").equals("root");
    Assumptions.assumeTrue(isRoot && Files.isExecutable(Path.of("/usr/bin/setpriv")));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    // Such a user may not come through the folders of this checkout.
    Assumptions.assumeTrue(
        Launched.start(directory, Map.of(), asUser("test", "-r", Launched.JAR)).exitCode() == 0);
    Launched input = // in bytes, whatever the locale of this JVM
        Launched.start(
            directory,
            Map.of(),
            List.of("sh", "-c", "printf 'ros\\303\\251\\n' > \"$(printf '\\303\\274.txt')\""));
    assertThat(input.exitCode()).isZero();

    Launched run =
        Launched.start(
            directory,
            Map.of("P3_BUILD", "never", "HOME", "/nonexistent", "LC_ALL", "C"),
            asUser(
                "sh",
                "-c",
                "\"$0\" run word-count --in \"$(printf '\\303\\274.txt')\" --out -",
                Launched.ROOT.resolve("p3")));

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.output()).isEqualTo("token,count\nros\u00e9,1\n");
  }

  @Test
  void aFullStandardOutputIsSaid() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    Launched run =
        Launched.start(
            directory,
            Map.of("P3_BUILD", "never"),
            List.of("sh", "-c", "\"$0\" list > /dev/full", Launched.ROOT.resolve("p3")));

    assertThat(run.exitCode()).isEqualTo(CommandLineApp.FAILED);
    assertThat(run.messages())
        .isEqualTo("p3: Cannot write to standard output: No space left on device\n");
  }

  @Test
  void aJavaThatIsTooNewForTheLinesHadoopIsNamed() throws Exception {
    Optional<Path> java = newJava();
    Path text = Files.writeString(directory.resolve("rose.txt"), "rose\n");
    Assumptions.assumeTrue(java.isPresent(), "a JDK of 24 or later is among " + JAVAS);
    Launched doctor = withJava(java.get(), Map.of(), "doctor");
    Launched run =
        withJava(java.get(), Map.of(), "run", "word-count", "--in", text.toString(), "--out", "-");

    if (doctor.exitCode() == CommandLineApp.DONE) {
      assertThat(run.exitCode()).as(run.messages()).isZero();
      assertThat(run.output()).isEqualTo("token,count\nrose,1\n");
    } else {
      assertThat(doctor.output())
          .containsPattern("fault +java +2[4-9]")
          .contains("set JAVA_HOME to a JDK 17 or 21")
          .doesNotContain("/etc/passwd");
      assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.FAILED);
      assertThat(run.messages())
          .contains("p3: Spark ", " does not run on Java ", "set JAVA_HOME to a JDK 17 or 21")
          .doesNotContain("\tat ");
    }
  }

  private static Optional<Path> newJava() throws IOException {
    if (!Files.isDirectory(JAVAS)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(JAVAS)) {
      return homes.filter(MachineIT::isNewJava).findFirst();
    }
  }

  private static boolean isNewJava(Path home) {
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.readString(home.resolve("release"))
              .matches("(?s).*JAVA_VERSION=\"(2[4-9]|[3-9]\\d).*");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aMachineWithoutANetworkIsToldSo() throws Exception {
    Launched run = cutOff("true");

    assertThat(run.exitCode()).as(run.messages()).isEqualTo(CommandLineApp.FAILED);
    assertThat(run.messages())
        .contains("p3: No network leads there (", "ip link set lo up")
        .doesNotContain("\tat ");
  }

  @Test
  void aLoopbackIsNetworkEnough() throws Exception {
    Launched run = cutOff("ip link set lo up");

    assertThat(run.exitCode()).as(run.messages()).isZero();
    assertThat(run.output()).isEqualTo("token,count\nrose,1\n");
  }

  private Launched cutOff(String mended) throws Exception {
    assumeItCan("unshare", "-n", "ip", "link", "set", "lo", "up");
    Path text = Files.writeString(directory.resolve("text.txt"), "rose\n");
    return shell(
        "-n",
        mended + " && exec \"$0\" run word-count --in \"$1\" --out -",
        Launched.ROOT.resolve("p3"),
        text);
  }

  @Test
  void aReadOnlySystemRunsAJobWithATemporaryDirectoryAndSaysSoWithout() throws Exception {
    String readOnly = "mount --make-rprivate / && mount -o remount,bind,ro / && ";
    assumeItCan("unshare", "-m", "sh", "-c", readOnly + "mount -t tmpfs none /tmp");
    Assumptions.assumeFalse(Launched.ROOT.startsWith("/tmp"));
    Path text = Files.writeString(Launched.JAR.resolveSibling("a-rose.txt"), "rose\n");
    String run = "exec \"$0\" run word-count --in \"$1\" --out ";
    Object[] words = {Launched.ROOT.resolve("p3"), text};
    Launched with =
        shell("-m", readOnly + "mount -t tmpfs none /tmp && cd / && " + run + "-", words);
    Launched without = shell("-m", readOnly + "cd / && " + run + "-", words);
    Launched output =
        shell("-m", readOnly + "mount -t tmpfs none /tmp && cd / && " + run + "csv:/p3-out", words);

    assertThat(with.exitCode()).as(with.messages()).isZero();
    assertThat(with.output()).isEqualTo("token,count\nrose,1\n");
    assertThat(without.exitCode()).as(without.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(without.messages())
        .contains("Cannot run: /tmp is not writable")
        .doesNotContain("\tat ");
    assertThat(output.exitCode()).as(output.messages()).isEqualTo(CommandLineApp.BAD_USAGE);
    assertThat(output.messages())
        .contains("Cannot write", "/p3-out", "Read-only file system")
        .doesNotContain("\tat ");
  }

  private void assumeItCan(Object... command) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")));
    Launched tried = Launched.start(directory, Map.of(), List.of(command));
    Assumptions.assumeTrue(
        tried.exitCode() == 0, "this system lets its user make no namespace: " + tried.messages());
  }

  /** A shell in a namespace of its own. */
  private Launched shell(String namespace, String script, Object... words) throws IOException {
    var command = new ArrayList<Object>(List.of("unshare", namespace, "sh", "-c", script));
    command.addAll(List.of(words));
    return Launched.start(directory, Map.of("P3_BUILD", "never"), command);
  }

  private static List<Object> asUser(Object... command) {
    var all = new ArrayList<Object>();
    all.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
    all.addAll(List.of(command));
    return all;
  }

  /** What the launcher gives the JVM, by a program that prints it. */
  private List<String> argumentsOfJava(Map<String, String> environment, String... words)
      throws Exception {
    var all = new ArrayList<String>(List.of("run", "word-count"));
    all.addAll(List.of(words));
    Launched run = launched(environment, all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.messages()).isZero();
    return run.output().lines().toList();
  }

  private Launched launched(Map<String, String> environment, String... words) throws IOException {
    Path java = directory.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return withJava(directory.resolve("jdk"), environment, words);
  }

  private Launched withJava(Path home, Map<String, String> environment, String... words)
      throws IOException {
    var all = new HashMap<>(environment);
    all.put("P3_BUILD", "never");
    all.put("JAVA_HOME", home.toString());
    var command = new ArrayList<Object>(List.of(Launched.ROOT.resolve("p3")));
    command.addAll(List.of(words));
    return Launched.start(directory, all, command);
  }
}
