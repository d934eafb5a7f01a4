package dev.p3.patterns.leverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class KeySketchTest {
  private static final int KEYS = 1_000_003;

  @Test
  void findsQuantilesOfKeysThatDoublesCannotTellApart() {
    long first = Long.MAX_VALUE - KEYS;
    var sketches = new KeySketch[] {sketch(false), sketch(false)};
    for (int i = 0; i < KEYS; i++) {
      sketches[i % 2].add(first + i * 7919L % KEYS, 0, 1);
    }
    sketches[0].add(sketches[1].packed());

    Counts.Table left = sketches[0].counts();
    assertThat(left.size()).isLessThan(KEYS / 10);
    Key[] found =
        SortedValues.of(new ValueType(ColumnKind.LONG, 0), left).keys(0.01, 0.25, 0.5, 0.75);
    double[] shares = {0.01, 0.25, 0.5, 0.75};
    for (int i = 0; i < shares.length; i++) {
      assertThat((double) (found[i].high() - first))
          .isCloseTo(shares[i] * KEYS, within(Distribution.RANK_ERROR * KEYS));
    }
  }

  @Test
  void findsQuantilesOfKeysOfTwoLongsAndKeepsEveryRow() {
    BigInteger first = BigInteger.TEN.pow(37).negate();
    KeySketch sketch = sketch(true);
    for (int i = 0; i < 300_000; i++) {
      Key key = Key.of(first.add(BigInteger.valueOf(i)));
      sketch.add(key.high(), key.low(), 3);
    }

    SortedValues sorted =
        SortedValues.of(new ValueType(ColumnKind.WIDE_DECIMAL, 0), sketch.counts());
    assertThat(sorted.upTo()[sorted.upTo().length - 1]).isEqualTo(900_000);
    assertThat(sorted.keys(0.5)[0].number().subtract(first).doubleValue())
        .isCloseTo(150_000, within(Distribution.RANK_ERROR * 300_000));
  }

  @Test
  void keysOfTwoLongsAreTheNumbersTheyStandFor() {
    BigInteger most = BigInteger.TWO.pow(127).subtract(BigInteger.ONE);
    BigInteger[] numbers = {
      most.negate(),
      BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE),
      BigInteger.ONE.negate(),
      BigInteger.ZERO,
      BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE),
      BigInteger.TWO.pow(64).add(BigInteger.ONE),
      most
    };
    for (BigInteger from : numbers) {
      Key fromKey = Key.of(from);
      assertThat(fromKey.number()).isEqualTo(from);
      for (BigInteger to : numbers) {
        Key toKey = Key.of(to);
        assertThat(fromKey.compareTo(toKey)).isEqualTo(from.compareTo(to));
        assertThat(Key.gap(fromKey.high(), fromKey.low(), toKey.high(), toKey.low()))
            .isCloseTo(
                to.subtract(from).doubleValue(), within(Math.ulp(to.subtract(from).doubleValue())));
      }
    }
    assertThat(Key.gap(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(0x1p64);
    assertThat(Key.gap(Long.MAX_VALUE - 1, Long.MAX_VALUE)).isOne();
  }

  private static KeySketch sketch(boolean isWide) {
    return new KeySketch(4096, isWide);
  }
}
