package dev.p3.patterns.minimize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.spark.TaskContext$;
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

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
