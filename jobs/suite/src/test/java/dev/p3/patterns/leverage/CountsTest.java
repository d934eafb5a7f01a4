package dev.p3.patterns.leverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The table is held to a map of boxed keys. */
class CountsTest {
  private enum Keys {
    SINGLE,
    WIDE,
    PAIRS,
    WIDE_PAIRS
  }

  @Property(tries = 200)
  void countsAsAMapDoes(
      @ForAll Keys keys, @ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int additions) {
    Counts one = counts(keys);
    Counts other = counts(keys);
    Map<List<Long>, Long> expected = new HashMap<>();
    var random = new Random(seed);
    for (int i = 0; i < additions; i++) {
      List<Long> key = key(keys, random);
      long times = 1 + random.nextInt(3);
      (random.nextBoolean() ? one : other)
          .add(key.get(0), key.get(1), key.get(2), key.get(3), times);
      expected.merge(key, times, Long::sum);
    }
    one.addAll(other.table());

    Counts.Table table = one.table();
    Map<List<Long>, Long> counted = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      long right = table.right().length == 0 ? 0 : table.right()[i];
      long leftLow = table.lows().length == 0 ? 0 : table.lows()[2 * i];
      long rightLow = table.lows().length == 0 ? 0 : table.lows()[2 * i + 1];
      assertThat(counted.put(List.of(table.left()[i], leftLow, right, rightLow), table.count()[i]))
          .isNull();
    }
    assertThat(one.size()).isEqualTo(expected.size());
    assertThat(counted).isEqualTo(expected);
  }

  private static Counts counts(Keys keys) {
    return switch (keys) {
      case SINGLE, WIDE -> Counts.ofKeys(keys == Keys.WIDE);
      case PAIRS, WIDE_PAIRS -> new Counts(keys == Keys.WIDE_PAIRS);
    };
  }

  /** Left, its lower half, right, its lower half; of wide keys the lower half is on the right. */
  private static List<Long> key(Keys keys, Random random) {
    boolean hasRight = keys != Keys.SINGLE;
    boolean hasLows = keys == Keys.WIDE_PAIRS;
    return List.of(
        part(random),
        hasLows ? part(random) : 0,
        hasRight ? part(random) : 0,
        hasLows ? part(random) : 0);
  }

  private static long part(Random random) {
    return (random.nextInt(20) - 10L) << random.nextInt(60);
  }
}
