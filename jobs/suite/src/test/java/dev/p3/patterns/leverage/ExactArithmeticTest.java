package dev.p3.patterns.leverage;

import static dev.p3.patterns.leverage.Summaries.digits;
import static dev.p3.patterns.leverage.Summaries.fit;
import static dev.p3.patterns.leverage.Summaries.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.fraction.BigFractionField;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.apache.commons.math3.linear.FieldMatrix;
import org.apache.commons.math3.linear.FieldVector;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

/** Holds the parts to arithmetic without rounding, and to an independent library. */
class ExactArithmeticTest {
  private final Random random = new Random(42);

  @Test
  void momentsKeepTheirDigitsHoweverTheyAreMerged() {
    double[] numbers = random.doubles(5000, 1e9, 1e9 + 1).map(x -> x + x % 0.1).toArray();
    Moments merged = Moments.NONE;
    for (int from = 0, step = 1; from < numbers.length; from += step, step = step * 3 % 401) {
      double[] block = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + step));
      merged = merged.merge(Moments.of(block, block.length));
    }

    BigDecimal[] exact =
        Arrays.stream(numbers).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
    BigDecimal n = BigDecimal.valueOf(numbers.length);
    BigDecimal mean =
        Arrays.stream(exact)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(n, new MathContext(60));
    assertThat(merged.count()).isEqualTo(numbers.length);
    assertThat(digits(merged.mean().value(), mean.doubleValue())).isGreaterThan(14);
    assertThat(digits(merged.second(), central(exact, mean, 2))).isGreaterThan(13);
    assertThat(digits(merged.third(), central(exact, mean, 3))).isGreaterThan(10);
    assertThat(digits(merged.fourth(), central(exact, mean, 4))).isGreaterThan(12);
  }

  @Test
  void productsKeepTheirDigitsHoweverTheyAreMerged() {
    double[] left = random.doubles(3000, 1e6, 1e6 + 5).toArray();
    double[] right = Arrays.stream(left).map(x -> -x + random.nextDouble()).toArray();
    CoMoments merged = CoMoments.NONE;
    for (int from = 0; from < left.length; from += 700) {
      int to = Math.min(left.length, from + 700);
      merged =
          merged.merge(
              CoMoments.of(
                  Arrays.copyOfRange(left, from, to),
                  Arrays.copyOfRange(right, from, to),
                  to - from));
    }

    BigDecimal n = BigDecimal.valueOf(left.length);
    BigDecimal leftMean = sum(left).divide(n, new MathContext(60));
    BigDecimal rightMean = sum(right).divide(n, new MathContext(60));
    BigDecimal product =
        IntStream.range(0, left.length)
            .mapToObj(
                i ->
                    new BigDecimal(left[i])
                        .subtract(leftMean)
                        .multiply(new BigDecimal(right[i]).subtract(rightMean)))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(digits(merged.product(), product.doubleValue())).isGreaterThan(11);
  }

  @Test
  void theRegressionIsTheSolutionInFractions() {
    int[][] rows = new int[60][];
    Arrays.setAll(
        rows,
        i -> {
          int x = 1_000_000 + random.nextInt(1000);
          return new int[] {random.nextInt(5000), x, random.nextInt(90) - x % 70};
        });

    Fit fit =
        fit(
            numbers(
                "y DOUBLE, x DOUBLE, z DOUBLE",
                Arrays.stream(rows).map(r -> new double[] {r[0], r[1], r[2]}).toList()),
            "y ~ x + z");

    BigFraction[] exact = solved(rows);
    for (int i = 0; i < exact.length; i++) {
      assertThat(digits(fit.coefficients().get(i).estimate(), exact[i].doubleValue()))
          .isGreaterThan(9);
    }
  }

  @Test
  void ranksAsCommonsMathDoes() {
    int rows = 2000;
    double[] left = random.ints(rows, -20, 20).asDoubleStream().toArray();
    double[] right = Arrays.stream(left).map(x -> x * x + random.nextInt(90)).toArray();
    var counts = new Counts();
    for (int i = 0; i < rows; i++) {
      counts.add(ColumnKind.DOUBLE.keyOf(left[i]), ColumnKind.DOUBLE.keyOf(right[i]), 1);
    }

    assertThat(
            digits(
                RankCorrelation.of(counts.table()),
                new SpearmansCorrelation().correlation(left, right)))
        .isGreaterThan(12);
  }

  @Test
  void countsAsAMapDoes() {
    var counts = new Counts();
    Map<List<Long>, Long> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      long left = random.nextInt(300) * (1L << 52);
      long right = -random.nextInt(20);
      counts.add(left, right, 2);
      expected.merge(List.of(left, right), 2L, Long::sum);
    }

    Counts.Table table = counts.table();
    Map<List<Long>, Long> counted = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      counted.put(List.of(table.left()[i], table.right()[i]), table.count()[i]);
    }
    assertThat(counts.size()).isEqualTo(expected.size());
    assertThat(counted).isEqualTo(expected);
  }

  private static double central(BigDecimal[] numbers, BigDecimal mean, int power) {
    return Arrays.stream(numbers)
        .map(number -> number.subtract(mean).pow(power, new MathContext(60)))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private static BigDecimal sum(double[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The normal equations, which are harmless where nothing is rounded. */
  private static BigFraction[] solved(int[][] rows) {
    FieldMatrix<BigFraction> design =
        new Array2DRowFieldMatrix<>(BigFractionField.getInstance(), rows.length, 3);
    FieldMatrix<BigFraction> outcome =
        new Array2DRowFieldMatrix<>(BigFractionField.getInstance(), rows.length, 1);
    for (int i = 0; i < rows.length; i++) {
      design.setRow(
          i,
          new BigFraction[] {
            BigFraction.ONE, new BigFraction(rows[i][1]), new BigFraction(rows[i][2])
          });
      outcome.setEntry(i, 0, new BigFraction(rows[i][0]));
    }
    FieldVector<BigFraction> right = design.transpose().multiply(outcome).getColumnVector(0);
    return new FieldLUDecomposition<>(design.transpose().multiply(design))
        .getSolver()
        .solve(right)
        .toArray();
  }
}
