package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Place;
import java.io.IOException;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureCheckTest {
  private static final List<String> KEYS =
      List.of(CaptureLimits.MODE, CaptureLimits.CAPTURE_LIMIT, CaptureLimits.TASK_BYTES);

  private final SparkSession spark = LocalSpark.spark();

  @AfterEach
  void forgetSettings() {
    KEYS.forEach(spark.conf()::unset);
  }

  private void submit(Object function) {
    CaptureCheck.beforeSubmit(
        CaptureLimits.of(spark),
        "Lookups",
        new ScopeUse("Scope Lookups", "map", "Dataset", new CallSite("Here.java", 1)),
        function,
        spark.range(0, 8, 1, 4).filter("id > 2"));
  }

  private static MapFunction<String, String> appending(String suffix) {
    return text -> text + suffix;
  }

  private static MapFunction<String, Integer> counting() {
    Map<String, Integer> counts = new HashMap<>();
    return text -> counts.merge(text, 1, Integer::sum);
  }

  @Test
  void isStrictUnlessToldOtherwise() {
    assertThat(CaptureLimits.of(spark)).isEqualTo(CaptureLimits.DEFAULT);
    assertThatThrownBy(() -> submit(counting()))
        .isInstanceOf(CaptureException.class)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot submit map at Here.java:1: the function captures 1 value.\n  1. counts : java.util.HashMap")
        .hasMessageContaining("copied into each of 4 tasks (")
        .hasMessageEndingWith("add `Map<String, Integer> counts` to Lookups.");
  }

  @Test
  void letsGoodFunctionsPass() {
    assertThatCode(() -> submit(appending("x"))).doesNotThrowAnyException();
  }

  @Test
  void isAskedByEveryOperationOfAScope() {
    MapFunction<String, Integer> counting = counting();
    try (Scope<Place> scope = Scope.open(spark, new Place("Keflavik", 63.985))) {
      assertThatThrownBy(
              () ->
                  scope.map(
                      spark.range(0, 8, 1, 4).as(Encoders.LONG()),
                      (place, row) -> counting.call(place.name()),
                      Encoders.INT()))
          .isInstanceOf(CaptureException.class)
          .hasMessageMatching(
              "(?s)Cannot submit map at CaptureCheckTest\\.java:\\d+: the function captures 1 value\\.\n  1\\. counting : .*each of 4 tasks.*");
    }
  }

  @Test
  void doesNotCountTasksThatWouldTakeAQueryToCount() {
    assertThat(TaskCount.of(spark.range(9).groupBy("id").count())).isEmpty();
    assertThat(TaskCount.of(spark.range(0, 9, 1, 3).toJavaRDD())).hasValue(3);
    assertThat(TaskCount.of(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "OFF", " off "})
  void submitsAnythingInTheOtherModes(String mode) {
    spark.conf().set(CaptureLimits.MODE, mode);

    assertThatCode(() -> submit(counting())).doesNotThrowAnyException();
  }

  @Test
  void saysThatItSubmitsAllTheSameWhereItOnlyWarns() {
    spark.conf().set(CaptureLimits.MODE, "warn");
    List<String> warnings = Logged.by(CaptureCheck.class);

    submit(counting());

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("WARN Submits map at Here.java:1 all the same: the function captures 1 value.")
        .doesNotContain("Cannot submit");
  }

  /** A few constants. */
  record Limits(int low, String unit, List<Integer> codes) implements Serializable {}

  @Test
  void letsSmallRecordsOfSmallValuesPass() {
    var limits = new Limits(1, "km", List.of(1, 2));
    MapFunction<Integer, Boolean> function = n -> n > limits.low() && limits.codes().contains(n);

    assertThatCode(() -> submit(function)).doesNotThrowAnyException();
  }

  @Test
  void looksAtWhatAClassCallsAndLetsRecipesTakeAlongWhatCanBeSent() {
    assertThat(Captures.inspectClass(Caller.class))
        .filteredOn(CaptureLimits.DEFAULT::isRefused)
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.site().className()).isEqualTo("CaptureCheckTest.Helper");
              assertThat(report.captures())
                  .extracting(Capture::declaredType)
                  .containsExactly("Map<String, Integer>");
            });
  }

  /** Has a recipe of its own, and a function in a method that it calls. */
  static final class Caller {
    MapFunction<String, Integer> function(Map<String, Integer> sizes) {
      PerExecutor.of(() -> sizes.size());
      return Helper.lookup(sizes);
    }
  }

  /** Somebody else's functions, one of which nobody calls. */
  static final class Helper {
    static MapFunction<String, Integer> lookup(Map<String, Integer> sizes) {
      return text -> sizes.get(text);
    }

    static MapFunction<String, Integer> unused(Map<String, Integer> sizes) {
      return text -> sizes.get(text) + 1;
    }
  }

  @Test
  void limitsOneValue() {
    spark.conf().set(CaptureLimits.CAPTURE_LIMIT, "1k");

    assertThatCode(() -> submit(appending("x".repeat(1000)))).doesNotThrowAnyException();
    assertThatThrownBy(() -> submit(appending("x".repeat(1025))))
        .hasMessageContaining("a captured value may have 1 KB (spark.p3.scope.capture-limit)");
  }

  @Test
  void limitsTheWholeFunctionAndNamesItsLargestParts() {
    spark.conf().set(CaptureLimits.TASK_BYTES, "9k");
    String three = "x".repeat(3000);
    String five = "x".repeat(5000);
    String two = "x".repeat(2000);
    MapFunction<String, String> function = text -> text + three + five + two;

    assertThatThrownBy(() -> submit(function))
        .hasMessage(
            "Cannot submit map at Here.java:1: the function is too large.\n  The whole function is %s serialized, and may have 9 KB (spark.p3.scope.task-bytes). Its largest parts: five 4.9 KB, three 2.9 KB, two 2 KB."
                .formatted(Captures.inspect(function).serialized().orElseThrow()));
  }

  @Test
  void refusesSettingsThatMakeNoSenseAllAtOnce() {
    spark.conf().set(CaptureLimits.MODE, "strikt");
    spark.conf().set(CaptureLimits.CAPTURE_LIMIT, "little");
    spark.conf().set(CaptureLimits.TASK_BYTES, "1x");

    assertThatThrownBy(() -> CaptureLimits.of(spark))
        .hasMessage(
            """
            Invalid spark.p3.scope.captures: 'strikt' (must be one of strict, warn, off)
            Invalid spark.p3.scope.capture-limit: 'little' (must be a number of bytes, such as 16k or 1m)
            Invalid spark.p3.scope.task-bytes: '1x' (must be a number of bytes, such as 16k or 1m)""");
  }

  @Test
  void numbersWhatAClassFileDoesNotName(@TempDir Path directory) throws Exception {
    Object function = withoutDebugInformation(directory);
    CaptureReport report = Captures.inspect(function);

    assertThat(report.site()).hasToString("NoDebug.make");
    assertThat(report.captures())
        .extracting(capture -> capture.name() + " : " + capture.declaredType())
        .containsExactly("capture 1 : Map", "capture 2 : int");
    assertThatThrownBy(() -> submit(function))
        .hasMessageContaining("1. capture 1 : java.util.TreeMap — ")
        .hasMessageContaining("Remedy: add `Map map` to Lookups.");
  }

  private static Object withoutDebugInformation(Path directory)
      throws IOException, ReflectiveOperationException {
    Path source = directory.resolve("NoDebug.java");
    Files.writeString(
        source,
        """
        import java.util.Map;
        import org.apache.spark.api.java.function.MapFunction;
        public class NoDebug {
          public static MapFunction<String, Integer> make(Map<String, Integer> sizes, int more) {
            return text -> sizes.get(text) + more;
          }
        }
        """);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-g:none", "-d", directory.toString(), source.toString());
    assertThat(failed).isZero();
    try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      return loader
          .loadClass("NoDebug")
          .getMethod("make", Map.class, int.class)
          .invoke(null, new TreeMap<>(Map.of("a", 1)), 2);
    }
  }
}
