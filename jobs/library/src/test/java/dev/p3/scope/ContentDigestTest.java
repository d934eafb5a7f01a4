package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

class ContentDigestTest {
  private enum Level {
    LOW,
    HIGH
  }

  private record Box(List<int[]> arrays, Level level) {}

  /** A bean with state, and a cache that is none. */
  private static final class Bean {
    private final StringBuilder text = new StringBuilder("a");
    private transient int cachedHash;
    private Bean next;
  }

  private static <T> Arguments change(String what, T value, Consumer<T> change) {
    return Arguments.of(what, value, change);
  }

  static Stream<Arguments> changes() {
    var nested = new Box(new ArrayList<>(List.of(new int[] {1, 2})), Level.LOW);
    return Stream.of(
        change("int[]", new int[] {1, 2}, array -> array[1] = 3),
        change("boolean[]", new boolean[] {true}, array -> array[0] = false),
        change("byte[]", new byte[] {1}, array -> array[0] = 2),
        change("short[]", new short[] {1}, array -> array[0] = 2),
        change("char[]", new char[] {1}, array -> array[0] = 2),
        change("long[]", new long[] {1}, array -> array[0] = 2),
        change("float[]", new float[] {1}, array -> array[0] = 2),
        change("double[]", new double[] {0.0}, array -> array[0] = -0.0),
        change("Object[]", new Object[] {"a", null}, array -> array[1] = "b"),
        change("list", new ArrayList<>(List.of("a")), list -> list.set(0, "b")),
        change("order of a list", new ArrayList<>(List.of(2, 1)), list -> list.sort(null)),
        change("set", new LinkedHashSet<>(List.of(1)), set -> set.add(2)),
        change("map's value", new HashMap<>(Map.of("a", 1)), map -> map.put("a", 2)),
        change("map's keys", new HashMap<>(Map.of("a", 1)), Map::clear),
        change(
            "swapped values",
            new HashMap<>(Map.of("a", 1, "b", 2)),
            map -> {
              map.put("a", 2);
              map.put("b", 1);
            }),
        change("record", nested, box -> box.arrays().get(0)[0] = 9),
        change("optional", Optional.of(new int[] {1}), box -> box.get()[0] = 2),
        change("row", RowFactory.create("a", new int[] {1}), row -> ((int[]) row.get(1))[0] = 2),
        change("pair", new Tuple2<>("a", new int[] {1}), pair -> pair._2[0] = 2),
        change("bits", new BitSet(), bits -> bits.set(70)),
        change("AtomicLong", new AtomicLong(), AtomicLong::incrementAndGet),
        change("LongAdder", new LongAdder(), LongAdder::increment),
        change("bean", new Bean(), bean -> bean.text.append("b")),
        change("bean's reference", new Bean(), bean -> bean.next = new Bean()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  <T> void seesAChangeAndOnlyAChange(String what, T value, Consumer<T> change) {
    long before = ContentDigest.of(value);

    assertThat(ContentDigest.of(value)).isEqualTo(before);
    change.accept(value);
    assertThat(ContentDigest.of(value)).isNotEqualTo(before);
  }

  @Test
  void countsMapsAndSetsWithoutTheirOrder() {
    var forwards = new LinkedHashMap<String, Integer>();
    forwards.put("a", 1);
    forwards.put("b", 2);
    var backwards = new LinkedHashMap<String, Integer>();
    backwards.put("b", 2);
    backwards.put("a", 1);

    assertThat(ContentDigest.of(forwards)).isEqualTo(ContentDigest.of(backwards));
    assertThat(ContentDigest.of(new LinkedHashSet<>(List.of(1, 2))))
        .isEqualTo(ContentDigest.of(new LinkedHashSet<>(List.of(2, 1))));
    assertThat(ContentDigest.of(List.of(1, 2))).isNotEqualTo(ContentDigest.of(List.of(2, 1)));
  }

  @Test
  void leavesOutWhatIsTransient() {
    var bean = new Bean();
    long before = ContentDigest.of(bean);

    bean.cachedHash = 42;

    assertThat(ContentDigest.of(bean)).isEqualTo(before);
    assertThat(bean.cachedHash).isEqualTo(42);
  }

  @Test
  void endsOnCyclesAndLongChains() {
    var self = new Object[] {1, null};
    self[1] = self;
    var chain = new Bean();
    Bean last = chain;
    for (int i = 0; i < 1_000_000; i++) {
      last.next = new Bean();
      last = last.next;
    }

    assertThat(ContentDigest.of(self)).isEqualTo(ContentDigest.of(self));
    assertThat(ContentDigest.of(chain)).isEqualTo(ContentDigest.of(chain));
    assertThat(ContentDigest.of(Arrays.asList(self, self)))
        .isNotEqualTo(ContentDigest.of(Arrays.asList(self, null)));
  }
}
