package dev.p3.fault;

import java.io.NotSerializableException;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * What to do about exceptions of Spark, Kryo and the JDK whose own words lead the wrong way.
 * Thread-safe.
 */
public final class Advice {
  private static final Pattern UNREGISTERED =
      Pattern.compile(
          "(?:^|IllegalArgumentException: )Class is not registered: ([\\w.$]+(?:\\[])*)");

  /** What the JDK says of a package that is not open, and of a class that is not exported. */
  private static final Pattern INACCESSIBLE =
      Pattern.compile("module (\\S+) does not \"?(?:opens|export) ([\\w.]+)\"? to ");

  /** What the JDK says of a class that is compiled for a later Java than there is. */
  private static final Pattern TOO_NEW =
      Pattern.compile(
          "([\\w./$]+) has been compiled by a more recent version of the Java Runtime \\(class file version (\\d+)\\.\\d+\\), this version of the Java Runtime only recognizes class file versions up to (\\d+)");

  /** The version of class files of Java 1.0. */
  private static final int FIRST_VERSION = 44;

  private static final Pattern CLASS_NAME = Pattern.compile("[\\w.$]+");

  private Advice() {}

  /**
   * The lines to show for an exception, or for what caused it: what the matter is, and exactly what
   * to add, and where.
   *
   * @return empty where the exception's own words say enough
   */
  public static Optional<String> of(Throwable failure) {
    return Cause.causes(failure).stream().flatMap(cause -> ofOne(cause).stream()).findFirst();
  }

  private static Optional<String> ofOne(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof InaccessibleObjectException
        || cause instanceof IllegalAccessError
        || cause instanceof ExceptionInInitializerError) {
      Matcher closed = INACCESSIBLE.matcher(message);
      return closed.find()
          ? Optional.of(ofClosedPackage(closed.group(1), closed.group(2)))
          : Optional.empty();
    }
    Matcher unregistered = UNREGISTERED.matcher(message);
    if (unregistered.find()) {
      return Optional.of(ofUnregistered(unregistered.group(1)));
    }
    Matcher tooNew = TOO_NEW.matcher(message);
    if (tooNew.find()) {
      return Optional.of(
          ofLaterJava(tooNew.group(1), java(tooNew.group(2)), java(tooNew.group(3))));
    }
    if (cause instanceof ClassNotFoundException && message.startsWith("dev.p3.")) {
      return Optional.of(ofMissingClass(message));
    }
    String first = message.lines().findFirst().orElse(""); // the way to it comes after it
    return cause instanceof NotSerializableException && isRecord(first)
        ? Optional.of(ofRecordInFunction(first))
        : Optional.empty();
  }

  /** Of Spark's own list and, where that does not have it, the package that was asked for. */
  private static String ofClosedPackage(String module, String closed) {
    String needed = String.format(Locale.ROOT, "--add-opens=%s/%s=ALL-UNNAMED", module, closed);
    List<String> spark =
        Arrays.stream(JavaModuleOptions.defaultModuleOptions().split(" +", 0))
            .filter(option -> option.startsWith("--add-opens="))
            .collect(Collectors.toList());
    if (!spark.contains(needed)) {
      spark.add(needed);
    }
    String options = String.join(" ", spark);
    return String.format(
        Locale.ROOT,
        """
        This JVM was started without access to package %s of module %s, which Spark needs. Add:
          in a program, before its session:  dev.p3.session.OpenModules.open();
          with spark-submit:                 --conf "spark.driver.extraJavaOptions=%s" --conf "spark.executor.extraJavaOptions=%s"
          in Maven's surefire plugin:        <argLine>%s</argLine>
          with java:                         %s""",
        closed,
        module,
        options,
        options,
        options,
        options);
  }

  private static String ofUnregistered(String type) {
    return String.format(
        Locale.ROOT,
        "Class %s is not registered with Kryo, which spark.kryo.registrationRequired asks for: list it in a dev.p3.record.RecordModule, whose class name stands in META-INF/services/dev.p3.record.RecordModule. To find all such classes in one run, pass --discover-kryo FILE to p3 run, or set spark.p3.kryo.discover=true and ask dev.p3.record.KryoDiscovery.",
        type);
  }

  private static String ofRecordInFunction(String type) {
    return String.format(
        Locale.ROOT,
        "Record %s was sent as a part of a function, as a value that it captures or as the zero of an aggregate, which goes by Java serialization whatever spark.serializer is: hand it over by a dev.p3.scope.Scope, call dev.p3.record.Records.aggregate, or let the record implement java.io.Serializable.",
        type);
  }

  private static int java(String version) {
    return Integer.parseInt(version) - FIRST_VERSION;
  }

  private static String ofLaterJava(String type, int needed, int there) {
    return String.format(
        Locale.ROOT,
        "Cannot load class %s: it is compiled for Java %d, and Java %d is to run it; give the driver and the executors Java %d (JAVA_HOME on the workers, or spark.executorEnv.JAVA_HOME), or compile it with --release %d",
        type.replace('/', '.'),
        needed,
        there,
        needed,
        there);
  }

  private static String ofMissingClass(String type) {
    return String.format(
        Locale.ROOT,
        "Executors do not have p3's classes (%s was looked for): give them p3's jar, with spark.jars, --jars or in the image",
        type);
  }

  private static boolean isRecord(String type) {
    if (!CLASS_NAME.matcher(type).matches()) {
      return false;
    }
    try {
      return Class.forName(type, false, Thread.currentThread().getContextClassLoader()).isRecord();
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
