package dev.p3.cli;

import static dev.p3.cli.CommandLineFixture.p3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.check.PlanFunctions;
import dev.p3.cli.CommandLineFixture.Typed;
import dev.p3.job.JobRegistry;
import dev.p3.scope.CaptureLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  private static final SparkSession SPARK = LocalSpark.spark();

  @TempDir private Path directory;

  @Test
  void aJobWhoseFunctionsCaptureConstantsIsFine() {
    Typed typed = p3("check", "enrich");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output())
        .contains("| function            | at")
        .containsPattern(
            "Enrich.throughScope \\| Enrich.java:\\d+ \\| table +\\| int +\\| +81 \\| fine")
        .endsWith("enrich, variant scope: 1 function checked, none refused.\n");
    assertThat(typed.messages()).contains("bundled sample", "options of the job's example");
  }

  @Test
  void theHeapsOfTopTravelAsTheirBoundAlone() {
    Typed typed = p3("check", "top");

    assertThat(typed.exitCode()).as(typed.output()).isZero();
    assertThat(typed.output()).contains("TopKFilter", "GroupLimit", "none refused");
  }

  @Test
  void theCapturedMapOfTheTwinIsNamedWithItsBytesAndTheRemedy() {
    Typed typed = p3("check", "enrich", "--variant", "captured");

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.output())
        .containsPattern(
            "Enrich.captured \\| Enrich.java:\\d+ \\| table +\\| java.util.HashMap \\| +\\d{3},\\d{3} \\| mutable")
        .containsPattern(
            "Cannot submit the function of Enrich.captured at Enrich.java:\\d+: the function captures 1 value.\n  1. table : java.util.HashMap — \\d+(\\.\\d)? KB serialized, copied into ")
        .contains("Remedy: add `Map<Object, Object[]> table` to the record of a scope.")
        .endsWith("enrich, variant captured: 1 function checked, 1 refused.\n");
  }

  @Test
  void everyFunctionOfAPlanIsFound() {
    Typed typed = p3("check", "word-count", "--variant", "grouped");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output())
        .contains("WordCount.countGrouped", "WordCount.eachPartition", "3 functions checked");
  }

  @Test
  void aPlanWithoutFunctionsIsFine() {
    Typed typed = p3("check", "enrich", "--variant", "join");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.output()).isEqualTo("enrich, variant join: no functions found.\n");
  }

  @Test
  void aCheckLeavesTheSettingAsItWas() {
    SPARK.conf().set(CaptureLimits.MODE, "warn");
    try {
      assertThat(p3("check", "enrich").exitCode()).isZero();
      assertThat(SPARK.conf().get(CaptureLimits.MODE)).isEqualTo("warn");
    } finally {
      SPARK.conf().unset(CaptureLimits.MODE);
    }
    assertThat(p3("check", "enrich").exitCode()).isZero();
    assertThat(SPARK.conf().getOption(CaptureLimits.MODE).isEmpty()).isTrue();
  }

  @Test
  void functionsAreFoundInEveryKindOfNodeAndInTheLineageOfRdds() {
    JavaRDD<Long> numbers =
        JavaSparkContext.fromSparkContext(SPARK.sparkContext())
            .parallelize(List.of(1L, 2L))
            .map(number -> number + 1)
            .filter(number -> number > 1);
    Dataset<Long> rows =
        SPARK
            .createDataset(numbers.rdd(), Encoders.LONG())
            .filter((FilterFunction<Long>) number -> number > 2)
            .groupByKey((MapFunction<Long, Long>) number -> number % 2, Encoders.LONG())
            .mapGroups(
                (MapGroupsFunction<Long, Long, Long>) (key, group) -> group.next(),
                Encoders.LONG());

    assertThat(
            PlanFunctions.of(rows).stream()
                .flatMap(found -> dev.p3.scope.Captures.inspectAll(found.function()).stream()))
        .hasSize(5);
  }

  @Test
  void bothTheJobAndTheClassMayBeMissing() {
    assertRefused(
        p3("check"),
        "Missing JOB (one of %s), or --class CLASS --jar JAR"
            .formatted(String.join(", ", JobRegistry.ofThread().names())));
    assertRefused(p3("check", "--class", "A"), "Missing --jar JAR: where class A is");
    assertRefused(p3("check", "--jar", "no.jar"), "'no.jar': no such file");
    assertRefused(p3("check", "enrch"), "Unknown job 'enrch'", "Did you mean 'enrich'?");
  }

  @Test
  void everyFaultOfACheckIsReportedAtOnce() {
    assertRefused(
        p3("check", "enrich", "--varint", "x", "--target", "moon", "--on", "origin"),
        "Did you mean '--variant'?",
        "Invalid --target: 'moon'",
        "Invalid --on: 'origin'");
  }

  @Test
  void theFunctionsInAClassOfAJarAreJudgedByTheirTypes() throws IOException {
    Path jar =
        jar(
            """
            package trips;
            import java.util.Map;
            import org.apache.spark.api.java.function.*;
            import org.apache.spark.sql.SparkSession;
            public class TripJob {
              private final SparkSession session = null;
              private double threshold;
              private static int counter;
              public MapFunction<Double, Boolean> above() { return value -> value > threshold; }
              public static MapFunction<String, Integer> sized(Map<String, Integer> sizes, int more) {
                return code -> sizes.get(code) + more;
              }
              public static MapFunction<String, Integer> counted() { return code -> counter++; }
              public static MapFunction<String, Integer> fine(int more) { return code -> more; }
              static class Scale implements MapFunction<Double, Double> {
                private final double[] factors = {2};
                @Override public Double call(Double value) { return value * factors[0]; }
              }
            }
            """);

    Typed typed = p3("check", "--class", "trips.TripJob", "--jar", jar);

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.messages()).contains("Sizes are unknown");
    assertThat(typed.output())
        .containsPattern(
            "TripJob.above +\\| TripJob.java:9 +\\| this +\\| TripJob +\\| +unknown \\| not serializable")
        .containsPattern("TripJob.sized .*\\| sizes +\\| java.util.Map +\\| +unknown \\| not known")
        .containsPattern("TripJob.sized .*\\| more +\\| int +\\| +unknown \\| fine")
        .containsPattern(
            "TripJob.counted .*\\| static TripJob.counter +\\| int +\\| +\\| mutable, written")
        .containsPattern("TripJob.fine .*\\| more +\\| int +\\| +unknown \\| fine")
        .containsPattern(
            "TripJob.Scale.call .*\\| factors +\\| double\\[] +\\| +unknown \\| not known")
        .contains(
            "The body reads only this.threshold (double).",
            "Remedy: add `Map<String, Integer> sizes` to the record of a scope.",
            "trips.TripJob: 5 functions checked, 4 refused.");
  }

  @Test
  void aClassThatTheJarLacksIsNamedWithTheNearest() throws IOException {
    Path jar = jar("package trips; public class TripJob {}");

    assertRefused(
        p3("check", "--class", "trips.TripJobs", "--jar", jar),
        "'trips.TripJobs' is not in trips.jar",
        "Did you mean 'trips.TripJob'?");
    assertThat(p3("check", "--class", "trips.TripJob", "--jar", jar).output())
        .isEqualTo("trips.TripJob: no functions found.\n");
  }

  private static void assertRefused(Typed typed, String... fragments) {
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.messages()).contains(fragments).doesNotContain("\tat ");
  }

  private Path jar(String source) throws IOException {
    Path file = Files.writeString(directory.resolve("TripJob.java"), source);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-g", "-d", classes.toString(), file.toString());
    assertThat(failed).isZero();
    Path jar = directory.resolve("trips.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        var entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, entries);
      }
    }
    return jar;
  }
}
