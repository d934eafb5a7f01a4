package dev.p3.doctor;

import dev.p3.fault.Cause;
import dev.p3.run.BuildInfo;
import dev.p3.run.SparkLine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.spark.SparkConf;

/** Whether the classes are of one Spark, and each there once. */
final class ClassPathChecks {
  /** Artifact, version; the version begins with the first digit after a dash. */
  private static final Pattern JAR =
      Pattern.compile("(.+?)-(\\d[\\w.+-]*?)(?:-(?:linux|osx|windows)-\\w+)?\\.jar");

  private static final Pattern OF_SCALA = Pattern.compile("(.+)_(2\\.1\\d)");
  private static final int SHOWN = 3;

  /** What the user added first: of many faults the first ones are shown. */
  private final List<Path> jars;

  ClassPathChecks(SparkConf spark, String classPath) {
    this.jars =
        Stream.concat(added(spark), Stream.of(classPath.split(java.io.File.pathSeparator, -1)))
            .filter(entry -> entry.endsWith(".jar"))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .filter(Files::isRegularFile)
            .distinct()
            .toList();
  }

  private static Stream<String> added(SparkConf spark) {
    return Stream.of(spark.get("spark.jars", "").split(","))
        .filter(jar -> !jar.contains(":") || jar.startsWith("file:"))
        .map(jar -> jar.startsWith("file:") ? URI.create(jar).getPath() : jar);
  }

  List<Check> all() {
    return List.of(line(), versions(), duplicates());
  }

  private static Check line() {
    return SparkLine.refusal()
        .map(
            refusal ->
                new Check(
                    "spark", Verdict.FAULT, refusal, "Use the p3 that is built for this Spark."))
        .orElseGet(
            () ->
                Check.ok(
                    "spark",
                    "%s with Scala %s; p3 %s is built for it",
                    SparkLine.sparkVersion(),
                    SparkLine.scalaVersion(),
                    BuildInfo.version()));
  }

  /** Two versions of one library, or of Scala: which is taken depends on the order of jars. */
  private Check versions() {
    var versions = new TreeMap<String, Set<String>>();
    var places = new HashMap<String, String>();
    for (Path jar : jars) {
      Matcher name = JAR.matcher(jar.getFileName().toString());
      if (name.matches()) {
        Matcher ofScala = OF_SCALA.matcher(name.group(1));
        String artifact = ofScala.matches() ? ofScala.group(1) : name.group(1);
        String version =
            ofScala.matches() ? name.group(2) + " for Scala " + ofScala.group(2) : name.group(2);
        versions.computeIfAbsent(artifact, any -> new TreeSet<>()).add(version);
        places.merge(artifact, jar.toString(), (one, other) -> one + " and " + other);
      }
    }
    List<String> conflicts =
        versions.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT,
                        "%s is there as %s (%s)",
                        entry.getKey(),
                        String.join(" and ", entry.getValue()),
                        places.get(entry.getKey())))
            .toList();
    boolean isSparks =
        conflicts.stream().anyMatch(text -> text.startsWith("spark-") || text.startsWith("scala-"));
    return conflicts.isEmpty()
        ? Check.ok("libraries", "%d jars, each of one version", jars.size())
        : new Check(
            "libraries",
            isSparks ? Verdict.FAULT : Verdict.WARNING,
            String.join("; ", conflicts),
            "Keep the version that Spark has, and take the other out of spark.jars or extraClassPath.");
  }

  /** Classes of jars that are not Spark's own which another jar has too, with other content. */
  private Check duplicates() {
    Path home = Path.of(Objects.requireNonNullElse(System.getenv("SPARK_HOME"), "/nowhere"));
    Path sparks = home.resolve("jars").toAbsolutePath().normalize();
    try {
      var added = new LinkedHashMap<String, Map<Path, Long>>();
      for (Path jar : jars) {
        if (!jar.startsWith(sparks)) {
          classes(jar).forEach((name, sum) -> places(added, name).put(jar, sum));
        }
      }
      for (Path jar : jars) {
        if (jar.startsWith(sparks)) {
          classes(jar)
              .forEach(
                  (name, sum) ->
                      Optional.ofNullable(added.get(name)).ifPresent(all -> all.put(jar, sum)));
        }
      }
      return duplicates(added);
    } catch (IOException e) {
      return new Check(
          "classes", Verdict.FAULT, "a jar cannot be read: " + Cause.firstLine(e), "Replace it.");
    }
  }

  private static Map<Path, Long> places(Map<String, Map<Path, Long>> all, String name) {
    return all.computeIfAbsent(name, any -> new LinkedHashMap<>(2));
  }

  private static Check duplicates(Map<String, Map<Path, Long>> found) {
    var jarsOf = new LinkedHashMap<Set<Path>, List<String>>();
    found.forEach(
        (name, places) -> {
          if (new LinkedHashSet<>(places.values()).size() > 1) {
            jarsOf.computeIfAbsent(places.keySet(), any -> new ArrayList<>()).add(name);
          }
        });
    if (jarsOf.isEmpty()) {
      return Check.ok("classes", "no class of an added jar is there twice");
    }
    String said =
        jarsOf.entrySet().stream()
            .limit(SHOWN)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT,
                        "%d classes, for example %s, are in %s",
                        entry.getValue().size(),
                        entry.getValue().get(0).replace('/', '.').replaceAll("\\.class$", ""),
                        String.join(" and ", entry.getKey().stream().map(Path::toString).toList())))
            .reduce((one, other) -> one + "; " + other)
            .orElseThrow();
    boolean isOurs =
        jarsOf.values().stream().flatMap(List::stream).anyMatch(name -> name.startsWith("dev/p3/"));
    return new Check(
        "classes",
        isOurs ? Verdict.FAULT : Verdict.WARNING,
        said,
        "Which one is taken depends on the order of the jars: leave one, or relocate the other.");
  }

  private static Map<String, Long> classes(Path file) throws IOException {
    var classes = new HashMap<String, Long>();
    try (var jar = new ZipFile(file.toFile())) {
      jar.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .filter(entry -> !entry.getName().startsWith("META-INF/"))
          .filter(entry -> !entry.getName().endsWith("-info.class"))
          .forEach(entry -> classes.put(entry.getName(), entry.getCrc()));
    }
    return classes;
  }
}
