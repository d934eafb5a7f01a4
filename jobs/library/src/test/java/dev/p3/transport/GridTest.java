package dev.p3.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-200, 1e-3, 1, 3, 4, 1e9, 1e200})
  void sumsOfThreeBinsAreThoseOfExactArithmetic(double bound) {
    Grid grid = Grid.of(bound);
    var random = new Random(3);
    long[] units = new long[3];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 10_000; i++) {
      double value = (2 * random.nextDouble() - 1) * bound;
      exact = exact.add(new BigDecimal(value));
      double high = (value + grid.high()) - grid.high();
      double rest = value - high;
      double low = (rest + grid.low()) - grid.low();
      units[0] += grid.units(high, 0);
      units[1] += grid.units(low, 1);
      units[2] += grid.units(((rest - low) + grid.lowest()) - grid.lowest(), 2);
    }

    double sum = grid.value(units[0], units[1], units[2]);
    assertThat(Math.abs(sum - exact.doubleValue())).isLessThanOrEqualTo(Math.ulp(sum));
  }

  @Test
  void aSumOfNothingIsZeroAndSoIsTheGridOfNothing() {
    assertThat(Grid.of(0).value(0, 0)).isZero();
    assertThat((0 + Grid.of(0).high()) - Grid.of(0).high()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, Double.NaN, Double.POSITIVE_INFINITY, -1})
  void refusesABoundThatItCannotHold(double bound) {
    assertThatThrownBy(() -> Grid.of(bound)).isInstanceOf(IllegalArgumentException.class);
  }
}
