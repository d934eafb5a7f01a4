package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.record.Records;
import dev.p3.scope.TestRecordModule.Counters;
import dev.p3.scope.TestRecordModule.Reading;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** {@code spark.p3.scope.check-mutation}, which {@link LocalSpark} sets. */
class MutationTest {
  private final SparkSession spark = LocalSpark.spark();
  private final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  private final JavaRDD<String> words = context.parallelize(List.of("a", "b", "a"), 2);
  private final JavaRDD<Reading> readings =
      context.parallelize(
          List.of(new Reading("x", new int[] {3, 1, 2}), new Reading("y", new int[] {6, 5})), 2);

  @AfterEach
  void forgetSettings() {
    spark.conf().set("spark.p3.scope.check-mutation", "true");
    spark.conf().unset("spark.p3.scope.inline-bytes");
  }

  private Scope<Counters> open() {
    return Scope.open(
        spark, new Counters(new HashMap<>(), new int[] {0, 0}, new HashSet<>(Set.of("z"))));
  }

  /** One task at a time, because a map that two change at once may fail in ways of its own. */
  private static int count(Counters counters, String word) {
    synchronized (MutationTest.class) {
      return counters.counts().merge(word, 1, Integer::sum);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "64k"})
  void namesTheComponentThatAFunctionChangedHoweverItTravels(String inlineBytes) {
    spark.conf().set("spark.p3.scope.inline-bytes", inlineBytes);
    try (Scope<Counters> scope = open()) {
      JavaRDD<Integer> counted = scope.map(words, MutationTest::count);

      assertThatThrownBy(counted::collect)
          .hasStackTraceContaining("map at MutationTest.java:")
          .hasStackTraceContaining(
              "changed component `counts` of Scope Counters (opened at MutationTest.java:")
          .hasStackTraceContaining("which all tasks of a process share");
    }
  }

  @Test
  void theChangeIsTheCauseOfTheFailureWhateverTheOperation() {
    Dataset<String> rows = spark.createDataset(words.collect(), Encoders.STRING()).repartition(2);
    var groups = rows.groupByKey((MapFunction<String, String>) word -> word, Encoders.STRING());
    List<Function<Scope<Counters>, Object>> operations =
        List.of(
            scope -> scope.map(rows, MutationTest::count, Encoders.INT()).collectAsList(),
            scope ->
                scope.filter(rows, (counters, word) -> count(counters, word) > 0).collectAsList(),
            scope ->
                scope
                    .mapGroups(
                        groups, (counters, word, all) -> count(counters, word), Encoders.INT())
                    .collectAsList(),
            scope -> scope.map(words, MutationTest::count).collect(),
            scope ->
                scope.mapToPair(words, (c, word) -> new Tuple2<>(word, count(c, word))).collect(),
            scope -> {
              scope.foreach(rows, MutationTest::count);
              return null;
            },
            scope -> {
              scope.foreachPartition(words, (counters, part) -> count(counters, part.next()));
              return null;
            });
    for (Function<Scope<Counters>, Object> operation : operations) {
      try (Scope<Counters> scope = open()) {
        assertThatThrownBy(() -> operation.apply(scope))
            .rootCause()
            .isInstanceOf(MutatedValueException.class)
            .hasMessageContaining("changed component `counts` of Scope Counters");
      }
    }
  }

  @Test
  void aComponentThatCannotBeReadBecauseAnotherTaskChangesItIsChanged() {
    var isBusy = new AtomicBoolean();
    var counts =
        new HashMap<String, Integer>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Set<Map.Entry<String, Integer>> entrySet() {
            if (isBusy.get()) {
              throw new ConcurrentModificationException();
            }
            return super.entrySet();
          }
        };
    var counters = new Counters(counts, new int[0], Set.of());
    var check = new MutationCheck<>("Scope Counters", counters);
    isBusy.set(true);

    assertThatThrownBy(() -> check.verify(counters, List.of()))
        .isInstanceOf(MutatedValueException.class)
        .hasMessageContaining("changed component `counts` of Scope Counters");
  }

  @Test
  void namesEveryComponentAndKeepsTheBlameForLaterJobs() {
    try (Scope<Counters> scope = open()) {
      JavaRDD<Integer> careless =
          scope.map(
              words,
              (counters, word) -> {
                counters.totals()[1]++;
                counters.seen().add(word);
                return 1;
              });
      JavaRDD<String> careful = scope.map(words, (counters, word) -> word);
      assertThat(careful.collect()).containsExactly("a", "b", "a");

      assertThatThrownBy(careless::collect)
          .hasStackTraceContaining("changed component `totals`")
          .hasStackTraceContaining("changed component `seen`");
      assertThatThrownBy(careful::collect)
          .hasStackTraceContaining("map at MutationTest.java:")
          .hasStackTraceContaining("changed component `totals`");
    }
  }

  @Test
  void doesNotLookWhereItIsOff() {
    spark.conf().set("spark.p3.scope.check-mutation", "false");
    try (Scope<Counters> scope = open()) {
      assertThat(scope.map(words.coalesce(1), MutationTest::count).collect())
          .containsExactly(1, 1, 2);
      assertThat(scope.map(readings, MutationTest::sorted).collect()).containsExactly(1, 5);
    }
  }

  private static int sorted(Counters counters, Reading reading) {
    Arrays.sort(reading.values());
    return reading.values()[0];
  }

  @Test
  void findsAnElementOfAnRddThatWasChanged() {
    try (Scope<Counters> scope = open()) {
      assertThatThrownBy(() -> scope.map(readings, MutationTest::sorted).collect())
          .rootCause()
          .isInstanceOf(MutatedValueException.class)
          .hasMessageMatching(
              "map at MutationTest\\.java:\\d+ changed its input, a dev\\.p3\\.scope\\.TestRecordModule\\$Reading \\(let the function give back a changed copy: Spark may hand the same object to others\\)");
    }
  }

  @Test
  void findsARowOfADatasetThatWasChanged() {
    Dataset<Reading> rows = spark.createDataset(readings.collect(), Records.encoder(Reading.class));
    try (Scope<Counters> scope = open()) {
      assertThatThrownBy(
              () -> scope.map(rows, MutationTest::sorted, Encoders.INT()).collectAsList())
          .rootCause()
          .isInstanceOf(MutatedValueException.class)
          .hasMessageContaining("changed its input");
    }
  }

  @Test
  void findsARowOfAPartitionThatWasChanged() {
    try (Scope<Counters> scope = open()) {
      assertThatThrownBy(
              () ->
                  scope
                      .mapPartitions(
                          readings,
                          (Counters counters, Iterator<Reading> part) -> {
                            while (part.hasNext()) {
                              sorted(counters, part.next());
                            }
                            return List.of(1).iterator();
                          })
                      .collect())
          .rootCause()
          .isInstanceOf(MutatedValueException.class)
          .hasMessageContaining("mapPartitions at MutationTest.java:");
    }
  }

  @Test
  void findsAReductionThatAddsIntoItsArgument() {
    try (Scope<Counters> scope = open()) {
      assertThatThrownBy(
              () ->
                  scope
                      .reduceByKey(
                          readings.mapToPair(reading -> new Tuple2<>(1, reading.values())),
                          (counters, left, right) -> {
                            left[0] += right[0];
                            return left;
                          })
                      .collect())
          .rootCause()
          .isInstanceOf(MutatedValueException.class)
          .hasMessageContaining("reduceByKey at MutationTest.java:");
    }
  }

  @Test
  void findsAnActionThatChangesItsInput() {
    try (Scope<Counters> scope = open()) {
      assertThatThrownBy(() -> scope.foreach(readings, MutationTest::sorted))
          .rootCause()
          .isInstanceOf(MutatedValueException.class)
          .hasMessageContaining("foreach at MutationTest.java:");
    }
  }

  @ParameterizedTest
  @EnumSource
  void classicMistakesComeToTheSameHereAsOnACluster(ClassicMistakes mistake) {
    assertThat(mistake.in(spark)).isEqualTo(mistake.expected());
  }
}
