package dev.p3.patterns.leverage;

import static dev.p3.patterns.leverage.Summaries.column;
import static dev.p3.patterns.leverage.Summaries.digits;
import static dev.p3.patterns.leverage.Summaries.fit;
import static dev.p3.patterns.leverage.Summaries.numbers;
import static dev.p3.patterns.leverage.Summaries.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * NIST's Statistical Reference Datasets; the univariate ones are from
 * https://www.itl.nist.gov/div898/strd/univ/homepage.html (public domain), those named NumAcc by
 * their published definition.
 */
class NistTest {
  /** Michelson's speed of light, in Mm/s: Michelso.dat. */
  private static final double[] MICHELSO = {
    299.85, 299.74, 299.90, 300.07, 299.93, 299.85, 299.95, 299.98, 299.98, 299.88, 300.00, 299.98,
    299.93, 299.65, 299.76, 299.81, 300.00, 300.00, 299.96, 299.96, 299.96, 299.94, 299.96, 299.94,
    299.88, 299.80, 299.85, 299.88, 299.90, 299.84, 299.83, 299.79, 299.81, 299.88, 299.88, 299.83,
    299.80, 299.79, 299.76, 299.80, 299.88, 299.88, 299.88, 299.86, 299.72, 299.72, 299.62, 299.86,
    299.97, 299.95, 299.88, 299.91, 299.85, 299.87, 299.84, 299.84, 299.85, 299.84, 299.84, 299.84,
    299.89, 299.81, 299.81, 299.82, 299.80, 299.77, 299.76, 299.74, 299.75, 299.76, 299.91, 299.92,
    299.89, 299.86, 299.88, 299.72, 299.84, 299.85, 299.85, 299.78, 299.89, 299.84, 299.78, 299.81,
    299.76, 299.81, 299.79, 299.81, 299.82, 299.85, 299.87, 299.87, 299.81, 299.74, 299.81, 299.94,
    299.95, 299.80, 299.81, 299.87
  };

  /** Filter transmittance: Mavro.dat. */
  private static final double[] MAVRO = {
    2.00180, 2.00170, 2.00180, 2.00190, 2.00180, 2.00170, 2.00150, 2.00140, 2.00150, 2.00150,
    2.00170, 2.00180, 2.00180, 2.00190, 2.00190, 2.00210, 2.00200, 2.00160, 2.00140, 2.00130,
    2.00130, 2.00150, 2.00150, 2.00160, 2.00150, 2.00140, 2.00130, 2.00140, 2.00150, 2.00140,
    2.00150, 2.00160, 2.00150, 2.00160, 2.00190, 2.00200, 2.00200, 2.00210, 2.00220, 2.00230,
    2.00240, 2.00250, 2.00270, 2.00260, 2.00260, 2.00260, 2.00270, 2.00260, 2.00250, 2.00240
  };

  @Test
  void givesTheCertifiedMeansAndDeviations() {
    assertDigits(13, MICHELSO, 299.8524, 0.0790105478190518);
    assertDigits(12, MAVRO, 2.001856, 0.000429123454003053);
    assertDigits(15, new double[] {10000001, 10000003, 10000002}, 10000002, 1);
    assertDigits(14, alternating(1), 1.2, 0.1);
    // Here and below the decimals themselves have no more digits left once they are doubles.
    assertDigits(9, alternating(1_000_000), 1000000.2, 0.1);
    assertDigits(8, alternating(10_000_000), 10000000.2, 0.1);
  }

  @ParameterizedTest
  @EnumSource(NistRegression.class)
  void givesTheCertifiedRegression(NistRegression set) {
    Fit fit = fit(set.table(), set.formula);

    for (int i = 0; i < set.estimates.length; i++) {
      Fit.Coefficient coefficient = fit.coefficients().get(i);
      assertThat(digits(coefficient.estimate(), set.estimates[i]))
          .as("%s of %s", coefficient, set)
          .isGreaterThanOrEqualTo(set.digits);
      assertThat(digits(coefficient.stdError(), set.stdErrors[i]))
          .as("standard error of %s of %s", coefficient, set)
          .isGreaterThanOrEqualTo(set.digits);
    }
    assertThat(digits(fit.residualSd(), set.residualSd))
        .as("residual of %s", set)
        .isGreaterThanOrEqualTo(set.digits);
    assertThat(digits(fit.r2(), set.r2)).as("r2 of %s", set).isGreaterThanOrEqualTo(set.digits);
    assertThat(String.join("", fit.warnings()))
        .as("warnings of %s", set)
        .startsWith(
            set == NistRegression.FILIP
                ? "the regression is ill-conditioned: its condition number is "
                : "")
        .matches(warning -> set == NistRegression.FILIP || warning.isEmpty());
  }

  @Test
  void givesTheCertifiedStatisticsOfNorris() {
    Fit norris = fit(NistRegression.NORRIS.table(), "y ~ x");

    assertThat(digits(norris.f(), 5436385.54079785)).isGreaterThan(9);
    assertThat(norris.rows()).isEqualTo(36);
    assertThat(norris.dropped()).isZero();
    assertThat(norris.coefficients())
        .extracting(Fit.Coefficient::term)
        .containsExactly("(Intercept)", "x");
  }

  private static double[] alternating(double base) {
    return DoubleStream.concat(
            DoubleStream.of(base + 0.2),
            DoubleStream.iterate(0, i -> i + 1)
                .limit(1000)
                .map(i -> i % 2 == 0 ? base + 0.1 : base + 0.3))
        .toArray();
  }

  private static void assertDigits(int digits, double[] values, double mean, double stddev) {
    List<double[]> rows = Arrays.stream(values).mapToObj(value -> new double[] {value}).toList();
    ColumnFigures column = column(summary(numbers("y DOUBLE", rows)), "y");
    assertThat(digits(column.mean(), mean)).isGreaterThanOrEqualTo(Math.max(digits, 14));
    assertThat(digits(column.stddev(), stddev)).isGreaterThanOrEqualTo(digits);
  }
}
