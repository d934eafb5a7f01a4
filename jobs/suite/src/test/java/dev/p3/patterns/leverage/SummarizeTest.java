package dev.p3.patterns.leverage;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.leverage.Summaries.column;
import static dev.p3.patterns.leverage.Summaries.fit;
import static dev.p3.patterns.leverage.Summaries.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.p3.fault.BadUsageException;
import dev.p3.fault.JobFailedException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SummarizeTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void describesNumbers() {
    // By hand: deviations -3, -2, -1, 6 from the mean 4.
    ColumnFigures x =
        column(summary(table("x INT", row(1), row(2), row(3), row(10), row((Object) null))), "x");

    assertThat(x.count()).isEqualTo(4);
    assertThat(x.nulls()).isEqualTo(1);
    assertThat(x.mean()).isEqualTo(4);
    assertThat(x.stddev()).isCloseTo(Math.sqrt(50 / 3.0), within(1e-15));
    assertThat(x.skewness()).isCloseTo(180 / 4.0 / Math.pow(12.5, 1.5), within(1e-15));
    assertThat(x.kurtosis()).isCloseTo(1394 / 4.0 / 12.5 / 12.5 - 3, within(1e-15));
    assertThat(texts(x)).containsExactly("1", "1.75", "2.5", "4.75", "10");
    assertThat(x.distinct()).isEqualTo(4);
  }

  @Test
  void describesEveryOtherTypeAsFarAsItMakesSense() {
    Dataset<Row> table =
        table(
            "d DATE, t TIMESTAMP, n TIMESTAMP_NTZ, b BOOLEAN, s STRING, m DECIMAL(22,2), f FLOAT, x BINARY, a ARRAY<INT>",
            row(
                LocalDate.of(2024, 2, 29),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                LocalDateTime.parse("1583-01-01T00:00"),
                true,
                "b",
                new BigDecimal("12345678901234567890.12"),
                0.1f,
                new byte[] {1},
                List.of(1)),
            row(
                LocalDate.of(1, 1, 1),
                Instant.parse("2024-01-01T00:00:00Z"),
                LocalDateTime.parse("2024-01-01T12:30:00.5"),
                false,
                "\uD83D\uDE00",
                new BigDecimal("-0.50"),
                -2f,
                new byte[] {1},
                List.of(2)),
            row(null, null, null, null, null, null, null, null, null));

    Summary summary = summary(table);

    assertThat(texts(column(summary, "d")))
        .containsExactly("0001-01-01", "0001-01-01", "0001-01-01", "2024-02-29", "2024-02-29");
    assertThat(texts(column(summary, "t")))
        .startsWith("1969-12-31T23:59:59.999999Z")
        .endsWith("2024-01-01T00:00:00Z");
    assertThat(texts(column(summary, "n")))
        .startsWith("1583-01-01T00:00:00")
        .endsWith("2024-01-01T12:30:00.5");
    assertThat(texts(column(summary, "b")))
        .containsExactly("false", "false", "false", "true", "true");
    assertThat(texts(column(summary, "s"))).containsExactly("b", null, null, null, "\uD83D\uDE00");
    assertThat(texts(column(summary, "m"))).startsWith("-0.50").endsWith("12345678901234567890.12");
    assertThat(texts(column(summary, "f"))).startsWith("-2.0").endsWith("0.1");
    assertThat(texts(column(summary, "x"))).containsOnlyNulls();
    assertThat(summary.columns()).extracting(ColumnFigures::count).containsOnly(2L);
    assertThat(summary.columns()).extracting(ColumnFigures::nulls).containsOnly(1L);
    assertThat(summary.columns())
        .extracting(ColumnFigures::distinct)
        .containsExactly(2L, 2L, 2L, 2L, 2L, 2L, 2L, 1L, null);
    assertThat(column(summary, "d").mean()).isNull();
    assertThat(column(summary, "m").mean()).isCloseTo(6.17283945061728e18, within(1e4));
  }

  @Test
  void comparesTextsByCodePoint() {
    // In UTF-16, the surrogates of an emoji come before U+FFFD.
    ColumnFigures s =
        column(summary(table("s STRING", row("\uD83D\uDE00"), row("\uFFFD"), row(""))), "s");

    assertThat(texts(s)).containsExactly("", null, null, null, "\uD83D\uDE00");
  }

  @Test
  void describesAnEmptyTableAndOneWithoutColumns() {
    Summary empty = summary(table("x DOUBLE, y INT, s STRING"));

    assertThat(empty.columns()).extracting(ColumnFigures::count).containsOnly(0L);
    assertThat(empty.columns()).extracting(ColumnFigures::distinct).containsOnly(0L);
    assertThat(column(empty, "x").mean()).isNull();
    assertThat(empty.pairs()).containsExactly(new PairFigures(0, null, null, true));
    assertThat(empty.result()).isEqualTo(new SummarizeResult(0, List.of()));
    assertThat(summary(table("")).columns()).isEmpty();
  }

  @Test
  void describesOneRow() {
    Summary one = summary(table("x DOUBLE, y INT", row(2.5, 3)));

    assertThat(texts(column(one, "x"))).containsExactly("2.5", "2.5", "2.5", "2.5", "2.5");
    assertThat(column(one, "x").mean()).isEqualTo(2.5);
    assertThat(column(one, "x").stddev()).isNull();
    assertThat(column(one, "x").skewness()).isNull();
    assertThat(one.pairs()).containsExactly(new PairFigures(1, null, null, true));
  }

  @Test
  void saysWhichColumnsAreConstantOrAllNull() {
    Summary summary =
        summary(
            table(
                "c DOUBLE, n INT, x INT", row(0.1, null, 1), row(0.1, null, 2), row(0.1, null, 4)));

    assertThat(column(summary, "c").stddev()).isZero();
    assertThat(column(summary, "c").skewness()).isNull();
    assertThat(summary.pairs())
        .containsExactly(
            new PairFigures(0, null, null, true),
            new PairFigures(3, null, null, true),
            new PairFigures(0, null, null, true));
    assertThat(summary.result().remarks())
        .containsExactly(
            "n: no value but null", "c: one value only, so that nothing correlates with it");
  }

  @Test
  void letsNanAndInfinityShowAndSaysSo() {
    Summary summary =
        summary(
            table(
                "x DOUBLE, i DOUBLE, y INT",
                row(Double.NaN, 1.0, 1),
                row(2.0, INFINITY, 2),
                row(-0.0, 2.0, 3),
                row(0.0, 3.0, 5)));

    ColumnFigures x = column(summary, "x");
    assertThat(x.mean()).isNaN();
    assertThat(x.min()).isEqualTo("0.0");
    assertThat(x.max()).isEqualTo("NaN");
    assertThat(x.distinct()).isEqualTo(3);
    assertThat(column(summary, "i").mean()).isEqualTo(INFINITY);
    assertThat(column(summary, "i").stddev()).isNaN();
    assertThat(summary.pairs().get(1)).isEqualTo(new PairFigures(4, Double.NaN, Double.NaN, true));
    // Infinity has a rank: i by y is 1 4 2 3 against 1 2 3 4.
    assertThat(summary.pairs().get(2).pearson()).isNaN();
    assertThat(summary.pairs().get(2).spearman()).isCloseTo(0.4, within(1e-15));
    assertThat(summary.result().remarks())
        .containsExactly(
            "x, i: NaN or infinite values, which mean, stddev, skewness, kurtosis and correlations follow");
  }

  @Test
  void keepsTheMeanWhereSumsOverflowAndSaysWhatDoesNotFit() {
    Summary summary = summary(table("x DOUBLE", row(1.5e308), row(1.7e308), row(1.6e308)));

    assertThat(column(summary, "x").mean()).isCloseTo(1.6e308, within(1e294));
    assertThat(column(summary, "x").stddev()).isInfinite();
    assertThat(summary.result().remarks())
        .containsExactly("x: stddev, skewness or kurtosis is beyond the range of DOUBLE");
  }

  @Test
  void keepsWholeNumbersThatDoubleCannotHold() {
    ColumnFigures x =
        column(
            summary(
                table(
                    "x BIGINT", row(Long.MAX_VALUE), row(Long.MAX_VALUE - 1), row(Long.MIN_VALUE))),
            "x");

    assertThat(x.min()).isEqualTo("-9223372036854775808");
    assertThat(x.median()).isEqualTo("9223372036854775806");
    assertThat(x.max()).isEqualTo("9223372036854775807");
    assertThat(x.distinct()).isEqualTo(3);
  }

  @Test
  void correlatesOverTheRowsInWhichBothHaveAValue() {
    Summary summary =
        summary(
            table(
                "`a.b` INT, s STRING, y DOUBLE, z DOUBLE",
                row(1, "", 1.0, null),
                row(2, "", 4.0, 7.0),
                row(2, "", 9.0, 7.0),
                row(null, "", -50.0, 1.0),
                row(4, "", 2.0, 3.0)));

    // a.b and y: 1 2 2 4 against 1 4 9 2; ranks 1 2.5 2.5 4 against 1 3 4 2.
    PairFigures pair = summary.pairs().get(0);
    assertThat(pair.count()).isEqualTo(4);
    assertThat(pair.pearson()).isCloseTo(-1 / Math.sqrt(4.75 * 38), within(1e-15));
    assertThat(pair.spearman()).isCloseTo(1.5 / Math.sqrt(4.5 * 5), within(1e-15));
    assertThat(summary.pairs().get(1).count()).isEqualTo(3);
    assertThat(summary.pairs().get(1).pearson()).isCloseTo(-1, within(1e-15));
    assertThat(summary.pairs().get(2).count()).isEqualTo(4);
  }

  @Test
  void dropsRowsThatARegressionCannotUseAndSaysSo() {
    Fit fit =
        fit(
            table(
                "y DOUBLE, `a.b` DOUBLE, other DOUBLE",
                row(1.0, 1.0, null),
                row(2.0, 2.0, null),
                row(4.0, 3.0, null),
                row(null, 4.0, null),
                row(1.0, Double.NaN, null),
                row(1.0, INFINITY, null)),
            "y ~ a.b");

    assertThat(fit.rows()).isEqualTo(3);
    assertThat(fit.dropped()).isEqualTo(3);
    assertThat(fit.coefficients().get(1).estimate()).isCloseTo(1.5, within(1e-14));
    assertThat(fit.coefficients().get(0).estimate()).isCloseTo(-2 / 3.0, within(1e-14));
    assertThat(fit.warnings())
        .containsExactly(
            "the regression leaves out 3 of 6 rows, in which a column of the formula is null, NaN or infinite");
  }

  @Test
  void fitsAnInterceptAloneAndAnExactSolution() {
    Dataset<Row> table = table("y INT, x INT", row(1, 1), row(2, 2), row(6, 4));

    Fit mean = fit(table, "y ~ 1");
    assertThat(mean.coefficients().get(0).estimate()).isCloseTo(3, within(1e-14));
    assertThat(mean.residualSd()).isCloseTo(Math.sqrt(7), within(1e-14));
    assertThat(mean.f()).isNull();
    Fit exact = fit(table, "y ~ x + pow(x, 2)");
    assertThat(exact.rows()).isEqualTo(3);
    assertThat(exact.r2()).isCloseTo(1, within(1e-14));
    assertThat(exact.residualSd()).isNull();
    assertThat(exact.coefficients()).extracting(Fit.Coefficient::stdError).containsOnlyNulls();
  }

  @Test
  void refusesColumnsThatDoNotFitAllAtOnce() {
    Dataset<Row> table = table("delay INT, distance INT, origin STRING");

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> summary(table, "delai ~ distance + origin + pow(dist, 2)", false))
        .satisfies(
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "Cannot find column 'delai' in input 'table' (its columns are delay, distance, origin). Did you mean 'delay'?",
                        "Cannot regress with column 'origin': its type is STRING (must be a number such as INT or DOUBLE)",
                        "Cannot find column 'dist' in input 'table' (its columns are delay, distance, origin). Did you mean 'distance'?"));
  }

  @Test
  void namesTheTermsThatAreCollinear() {
    Row[] rows = new Row[50];
    Arrays.setAll(rows, i -> row(i % 7, i % 5 * 0.1, i % 7 * 3 + i % 5 * 0.1 - 2, 5, 0, i * i));
    Dataset<Row> table = table("a INT, b DOUBLE, c DOUBLE, k INT, zero INT, y INT", rows);

    assertFails(
        table,
        "y ~ a + b + c",
        "Cannot regress: c is a linear combination of (Intercept) and a and b, as far as DOUBLE can tell; leave one of them out of --regress");
    assertFails(
        table,
        "y ~ a + k",
        "Cannot regress: k is a linear combination of (Intercept), as far as DOUBLE can tell; leave one of them out of --regress");
    assertFails(
        table,
        "y ~ zero - 1",
        "Cannot regress: zero is 0 in every row; leave one of them out of --regress");
    assertThat(fit(table, "y ~ a + c").rows()).isEqualTo(50);
  }

  @Test
  void refusesFewerRowsThanCoefficients() {
    Dataset<Row> table = table("x INT, y INT", row(1, 2), row(2, null));

    assertFails(
        table,
        "y ~ x",
        "Cannot regress: 1 usable row for 2 coefficients (must be at least as many); 1 rows have a column of the formula that is null, NaN or infinite");
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> fit(table("x INT, y INT"), "y ~ x"))
        .withMessageContaining("0 usable rows for 2 coefficients");
  }

  @Test
  void refusesATermThatOverflows() {
    assertFails(
        table("x DOUBLE, y INT", row(1e30, 1), row(2e30, 2), row(5e30, 4)),
        "y ~ pow(x, 8)",
        "Cannot regress: the squares of pow(x, 8) are beyond the range of DOUBLE; divide the column by a constant first");
  }

  private static void assertFails(Dataset<Row> table, String formula, String message) {
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> fit(table, formula))
        .withMessage(message);
  }

  private static List<String> texts(ColumnFigures of) {
    return Arrays.asList(of.min(), of.q25(), of.median(), of.q75(), of.max());
  }
}
