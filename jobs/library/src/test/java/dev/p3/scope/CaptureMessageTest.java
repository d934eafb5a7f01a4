package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import dev.p3.scope.CaptureCases.Airport;
import dev.p3.scope.CaptureCases.Parser;
import dev.p3.scope.CaptureCases.TripJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class CaptureMessageTest {
  private static final CaptureMessage MESSAGE =
      new CaptureMessage(CaptureLimits.DEFAULT, "TripLookups", OptionalInt.of(200));
  private static final SparkSession SPARK = LocalSpark.spark();

  private static String refusal(MapFunction<?, ?> function) {
    return refusal((Object) function);
  }

  private static String refusal(Object function) {
    return MESSAGE.refusal("Cannot submit map at TripJob.java:58", Captures.inspect(function));
  }

  @Test
  void saysWhatToDoAboutALargeMap() {
    Map<String, double[]> airports = new HashMap<>();
    airports.put("KEF", new double[200_000]);
    MapFunction<String, double[]> function = code -> airports.get(code);

    assertThat(refusal(function))
        .isEqualTo(
            """
            Cannot submit map at TripJob.java:58: the function captures 1 value.
              1. airports : java.util.HashMap — 1.5 MB serialized, copied into each of 200 tasks (305.2 MB); it can be changed, and no task sees another's change.
                 Remedy: add `Map<String, double[]> airports` to TripLookups.
              The whole function is 1.5 MB serialized, and may have 1 MB (spark.p3.scope.task-bytes). Its largest parts: airports 1.5 MB.""");
  }

  @Test
  void saysWhichFieldsOfThisAreReallyNeeded() {
    assertThat(refusal(new TripJob(SPARK, 2).aboveByOwnMethod()))
        .isEqualTo(
            """
            Cannot submit map at TripJob.java:58: the function captures 1 value.
              1. this : CaptureCases.TripJob — must not travel: CaptureCases.TripJob.session : SparkSession (Spark's session lives on the driver only). The body reads only this.threshold (double).
                 Remedy: copy it to a local variable, or add `double threshold` to TripLookups.""");
  }

  @Test
  void saysWhatToDoWhenTheFieldIsTheMistake() {
    assertThat(refusal(new TripJob(SPARK, 2).counted()))
        .contains(
            "reads only this.session (SparkSession), this.kept (SparkSession, transient: it stays behind).",
            "Remedy: use it on the driver, before or after the function;");
  }

  @Test
  void saysThatThisIsNotNeededAtAll() {
    assertThat(refusal(new TripJob(SPARK, 2).unused()))
        .contains(
            "The body reads none of its fields.",
            "Remedy: write the function where there is no this: in a static method, or as a static class.");
  }

  @Test
  void listsEverythingAtOnce() {
    var parser = new Parser();
    int factor = Integer.parseInt("2");
    MapFunction<String, Integer> function =
        text -> parser.parse(text) * factor + CaptureCases.counter++;

    assertThat(refusal(function))
        .isEqualTo(
            """
            Cannot submit map at TripJob.java:58: the function captures 2 values, of which 1 may not go along and uses 1 mutable static field.
              1. parser : CaptureCases.Parser — not serializable: its class does not implement java.io.Serializable.
                 Remedy: build it within the function, or let its class implement java.io.Serializable.
              2. CaptureCases.counter : int — a mutable static field, which the body writes; every JVM has its own.
                 Remedy: return it as a row, or count with an accumulator.""");
  }

  @Test
  void offersTheScopeForARecordThatJavaDoesNotSerialize() {
    Airport airport = new Airport("KEF");
    MapFunction<String, Boolean> function = code -> code.equals(airport.code());

    assertThat(refusal(function))
        .contains(
            "Remedy: add `CaptureCases.Airport airport` to TripLookups, or let its class implement java.io.Serializable.");
  }

  @Test
  void saysWhatAFunctionWithinCaptures() {
    List<String> seen = new ArrayList<>();
    MapFunction<String, Boolean> isNew = code -> seen.add(code);
    MapFunction<String, Boolean> function = code -> isNew.call(code);

    assertThat(refusal(function))
        .containsPattern(
            "1\\. isNew : a lambda of CaptureMessageTest — a function that itself captures 1 value \\(CaptureMessageTest.java:\\d+\\): seen : java.util.ArrayList — 58 B serialized")
        .endsWith("Remedy: hand it what it captures as an argument.");
  }

  @Test
  void saysThatAFunctionIsNotSerializable() {
    Function<String, String> function = String::trim;

    assertThat(refusal((Object) function))
        .isEqualTo(
            """
            Cannot submit map at TripJob.java:58: the function is not serializable.
              1. its interface does not extend java.io.Serializable.
                 Remedy: give it a type that does, such as one of org.apache.spark.api.java.function.""");
  }

  @Test
  void namesTheSettingThatLimitsAValue() {
    String text = "x".repeat(20_000);
    MapFunction<String, String> function = code -> code + text;

    assertThat(refusal(function))
        .contains(
            "1. text : String — 19.5 KB serialized, copied into each of 200 tasks (3.8 MB); a captured value may have 16 KB (spark.p3.scope.capture-limit).");
  }

  @Test
  void doesWithoutScopeAndTasks() {
    int[] counts = {1};
    MapFunction<String, Integer> function = code -> counts[0];

    assertThat(
            new CaptureMessage(CaptureLimits.DEFAULT, null, OptionalInt.empty())
                .refusal("Cannot submit it", Captures.inspect(function)))
        .isEqualTo(
            """
            Cannot submit it: the function captures 1 value.
              1. counts : int[] — 31 B serialized, copied into every task; it can be changed, and no task sees another's change.
                 Remedy: add `int[] counts` to the record of a scope.""");
  }

  @Test
  void namesOfRemediesAreThoseThatJavaTakes() {
    class Located {
      private final List<String> names = new ArrayList<>();

      MapFunction<String, Boolean> known() {
        return name -> names.contains(name) && equals(hashCode());
      }
    }

    var located = new Located();
    MapFunction<String, Boolean> function = name -> located.names.contains(name);
    assertThat(refusal(function))
        .contains("1. located : Located — not serializable")
        .doesNotContain("CaptureMessageTest$1");
    assertThat(refusal(located.known()))
        .contains("1. this : Located — ")
        .contains("add `List<String> names` to TripLookups");
    List<Map<String, Integer>> mine = new ArrayList<>();
    MapFunction<Map<String, Integer>, Boolean> receiver = mine::contains;
    assertThat(refusal(receiver)).contains("Remedy: add `List list` to TripLookups");
  }
}
