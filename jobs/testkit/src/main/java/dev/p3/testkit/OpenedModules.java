package dev.p3.testkit;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Opens the packages of the JDK that Spark reaches into, in a JVM that was started without {@code
 * --add-opens}, as that of an ordinary test is.
 */
final class OpenedModules {
  private static final String OPENS = "--add-opens=";
  private static final String PROPERTY = "-D";

  private OpenedModules() {}

  /**
   * Opens what is not open yet.
   *
   * @throws IllegalStateException when this JVM takes no agent, with the line to add to the build
   */
  static void open() {
    String[] options = JavaModuleOptions.defaultModuleOptions().split(" +");
    for (String option : options) {
      if (option.startsWith(PROPERTY)) {
        String[] property = option.substring(PROPERTY.length()).split("=", 2);
        System.getProperties().putIfAbsent(property[0], property[1]);
      }
    }
    Map<Module, Set<String>> closed =
        Stream.of(options)
            .filter(option -> option.startsWith(OPENS))
            .map(option -> option.substring(OPENS.length(), option.indexOf('=', OPENS.length())))
            .map(target -> target.split("/", 2))
            .flatMap(
                target ->
                    ModuleLayer.boot().findModule(target[0]).stream()
                        .filter(module -> module.getPackages().contains(target[1]))
                        .filter(module -> !module.isOpen(target[1], unnamed()))
                        .map(module -> Map.entry(module, target[1])))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    if (!closed.isEmpty()) {
      Instrumentation agent = agent();
      closed.forEach(
          (module, packages) ->
              agent.redefineModule(
                  module,
                  Set.of(),
                  Map.of(),
                  packages.stream()
                      .collect(Collectors.toMap(name -> name, name -> Set.of(unnamed()))),
                  Set.of(),
                  Map.of()));
    }
  }

  private static Instrumentation agent() {
    try {
      return ByteBuddyAgent.install();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "Cannot open the packages of the JDK that Spark needs: this JVM takes no agent. Start the"
              + " tests with them open instead, as in Maven's <argLine> of the surefire plugin: "
              + JavaModuleOptions.defaultModuleOptions(),
          e);
    }
  }

  private static Module unnamed() {
    return SparkTest.class.getClassLoader().getUnnamedModule();
  }
}
