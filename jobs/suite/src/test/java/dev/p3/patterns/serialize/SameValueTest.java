package dev.p3.patterns.serialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SameValueTest {
  /** A component of any type. */
  public record Holder(int id, Object value) {}

  static List<Object[]> differentValues() {
    return List.of(
        new Object[] {new double[] {1}, new double[] {2}},
        new Object[] {new int[] {1}, new int[] {1, 2}},
        new Object[] {new int[] {1}, new long[] {1}},
        new Object[] {0.0, -0.0},
        new Object[] {List.of(new byte[] {1}), List.of(new byte[] {2})},
        new Object[] {List.of(new byte[] {1}), List.of()},
        new Object[] {Map.of("a", new byte[] {1}), Map.of("a", new byte[] {2})},
        new Object[] {Map.of("a", new byte[] {1}), Map.of("b", new byte[] {1})},
        new Object[] {Optional.of(new byte[] {1}), Optional.empty()},
        new Object[] {new Holder(1, new byte[] {1}), new Holder(2, new byte[] {1})},
        new Object[] {"a", null},
        new Object[] {null, "a"});
  }

  @ParameterizedTest
  @MethodSource("differentValues")
  void namesTheComponentThatDiffers(Object one, Object other) {
    assertThat(SameValue.differing(new Holder(7, one), new Holder(7, other))).contains("value");
  }

  @Test
  void looksIntoArraysAndWhatHoldsThem() {
    assertThat(SameValue.differing(holderOfAll(), holderOfAll())).isEmpty();
  }

  @Test
  void nothingReadIsADifference() {
    assertThat(SameValue.differing(new Holder(1, "a"), null)).contains("Holder");
  }

  private static Holder holderOfAll() {
    return new Holder(
        1,
        List.of(
            new double[] {Double.NaN},
            new String[][] {{"a", null}},
            Map.of("k", new byte[] {1}),
            Optional.of(new int[] {1}),
            new Holder(2, new long[] {3})));
  }
}
