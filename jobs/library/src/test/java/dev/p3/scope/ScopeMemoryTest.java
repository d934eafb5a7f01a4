package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.Hanging;
import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import dev.p3.scope.TestRecordModule.Sizes;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What scopes leave in the driver's memory, which in local mode is the executor's too. */
class ScopeMemoryTest {
  private final SparkSession spark = LocalSpark.spark();
  private final JavaRDD<Integer> one =
      JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(1), 1);

  @Test
  void aClosedScopeHoldsNoValue() {
    int[] numbers = new int[500_000];
    var held = new WeakReference<>(numbers);
    Scope<Sizes> scope = Scope.open(spark, new Sizes(numbers, "word", Map.of()));
    JavaRDD<Integer> lengths = scope.map(one, (values, n) -> values.numbers().length);
    assertThat(lengths.collect()).containsExactly(500_000);
    numbers = null;

    scope.close();

    Hanging.until("the end of the numbers", () -> isCollected(held));
    assertThat(scope.toString()).endsWith("closed");
    assertThat(lengths.getNumPartitions()).isEqualTo(1);
  }

  @Test
  @Tag("slow")
  void tenThousandRoundsLeaveNothingOfTheirsInTheHeap() {
    List<WeakReference<Object>> made = new ArrayList<>();

    for (int i = 0; i < 10_000; i++) {
      round(i, made);
    }

    assertThat(made).hasSize(30_000);
    Hanging.until("the end of all scopes and values", () -> areCollected(made));
    assertThat(Scope.ledger(spark)).isEmpty();
  }

  /** Every round makes an operation, and every hundredth runs it. */
  private void round(int i, List<WeakReference<Object>> made) {
    var values = new Lookups(new HashMap<>(Map.of("KEF", new Place("Keflavik", i))), i);
    try (var scope = Scope.open(spark, values)) {
      JavaRDD<Integer> factor = scope.map(one, (lookups, n) -> lookups.factor());
      if (i % 100 == 0) {
        assertThat(factor.collect()).containsExactly(i);
      }
      List.of(values, scope, factor).forEach(each -> made.add(new WeakReference<>(each)));
    }
  }

  private static boolean isCollected(WeakReference<?> held) {
    return areCollected(List.of(held));
  }

  private static boolean areCollected(List<? extends WeakReference<?>> held) {
    System.gc();
    return held.stream().allMatch(each -> each.get() == null);
  }
}
