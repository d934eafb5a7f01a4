package dev.p3.patterns.minimize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.TaskContext$;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopKFilterTest {
  @BeforeEach
  void beginTask() {
    TaskContext$.MODULE$.setTaskContext(TaskContext$.MODULE$.empty());
  }

  @AfterEach
  void endTask() {
    TaskContext$.MODULE$.unset();
  }

  @Test
  void refusesNothingOutsideTasks() {
    endTask();
    var best = new TopKFilter(1, false);

    assertThat(best.call("a", 3.0)).isTrue();
    assertThat(best.call("a", 1.0)).isTrue();
  }

  @Test
  void refusesWhatIsWeakerThanKThatPassed() {
    var best = new TopKFilter(2, false);

    assertThat(best.call("a", 1.0)).isTrue();
    assertThat(best.call("a", 3.0)).isTrue();
    assertThat(best.call("a", 0.5)).isFalse();
    assertThat(best.call("a", 2.0)).isTrue();
    assertThat(best.call("a", 1.5)).isFalse();
    assertThat(best.call("a", null)).isFalse();
    assertThat(best.call("b", null)).isTrue();
  }

  @Test
  void letsPassWhatIsAsStrongAsTheWeakest() {
    var best = new TopKFilter(1, true);

    assertThat(best.call("a", 1.0)).isTrue();
    assertThat(best.call("a", 1.0)).isTrue();
    assertThat(best.call("a", 0.0)).isTrue();
    assertThat(best.call("a", -0.0)).isTrue();
    assertThat(best.call("a", 1.0)).isFalse();
    assertThat(best.call("a", Double.NaN)).isFalse();
  }

  @Test
  void tellsTextsApartByTheirFirstBytesAlone() {
    var best = new TopKFilter(1, false);

    assertThat(best.call(1, bytes("same beginning, B"))).isTrue();
    assertThat(best.call(1, bytes("same beginning, A"))).isTrue();
    assertThat(best.call(1, bytes("sam"))).isFalse();
  }

  @Test
  void forgetsRatherThanHoldMoreThanItsBound() {
    var best = new TopKFilter(1, false);
    best.call(-1, 5.0);
    assertThat(best.call(-1, 1.0)).isFalse();

    IntStream.range(0, 1 << 16).forEach(group -> best.call(group, 1.0));

    assertThat(best.call(-1, 1.0)).isTrue();
  }

  @Property(tries = 300)
  void refusesOnlyWhatIsWeakerThanKOfItsGroup(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int k, @ForAll boolean smallest) {
    TaskContext$.MODULE$.setTaskContext(TaskContext$.MODULE$.empty());
    var ofOneColumn = new TopKFilter(k, smallest);
    var ofTwoColumns = new TopKFilter(k, smallest);
    var random = new Random(seed);
    Map<List<String>, List<Double>> passed = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      List<String> group = List.of(text(random), text(random));
      double value = random.nextInt(50);
      List<Double> ofGroup = passed.computeIfAbsent(group, key -> new ArrayList<>());
      long better = ofGroup.stream().filter(v -> smallest ? v < value : v > value).count();
      byte[] first = bytes(group.get(0));
      byte[] second = bytes(group.get(1));
      boolean passes = ofTwoColumns.call(first, second, value);

      assertThat(passes).isEqualTo(better < k);
      assertThat(ofOneColumn.call(RowFactory.create(first, second), value)).isEqualTo(passes);
      if (passes) {
        ofGroup.add(value);
      }
    }
    TaskContext$.MODULE$.unset();
  }

  /** Some fit into a number with another one, and some do not. */
  private static String text(Random random) {
    return "abcdefgh".substring(random.nextInt(8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
