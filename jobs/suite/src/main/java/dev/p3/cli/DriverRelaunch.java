package dev.p3.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Opens the JDK packages that Spark needs. Every way to start Spark passes the JVM's {@code
 * --add-opens} for that, but one: the standalone master's cluster mode starts the driver without
 * them, and Kryo fails there on any job. Such a driver starts itself once more, with them.
 */
public final class DriverRelaunch {
  private DriverRelaunch() {}

  /** Whether this JVM was started without what Spark needs. */
  static boolean areMissing() {
    return !Object.class.getModule().isOpen("java.nio", DriverRelaunch.class.getModule());
  }

  /** The JVM options that open what Spark needs. */
  public static List<String> options() {
    return List.of(JavaModuleOptions.defaultModuleOptions().split(" "));
  }

  /**
   * Runs Main in a JVM like this one, with Spark's options, to its end.
   *
   * @return its exit code
   */
  static int runMainWithThem(String[] arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options());
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", ownJar() + ":" + System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(Arrays.asList(arguments));
    Process driver = new ProcessBuilder(command).inheritIO().start();
    var endTogether = new Thread(driver::destroy, "end-driver");
    Runtime.getRuntime().addShutdownHook(endTogether);
    int exitCode = driver.waitFor();
    Runtime.getRuntime().removeShutdownHook(endTogether);
    return exitCode;
  }

  private static Path ownJar() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot find p3's own jar", e);
    }
  }
}
