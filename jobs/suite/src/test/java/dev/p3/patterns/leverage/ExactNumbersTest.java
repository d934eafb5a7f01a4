package dev.p3.patterns.leverage;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.leverage.Summaries.column;
import static dev.p3.patterns.leverage.Summaries.digits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import dev.p3.scope.Scopes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers with more digits than a double: literals are Python's, in fractions. */
class ExactNumbersTest {
  /** Ids in steps of 1 far beyond 2⁵³, and other numbers that doubles cannot tell apart. */
  private static final Dataset<Row> IDS =
      table(
          "u DECIMAL(20,0), b BIGINT, n DECIMAL(38,0), f DECIMAL(38,18), h DECIMAL(18,2), k DECIMAL(38,2), y INT",
          IntStream.range(0, 10).mapToObj(ExactNumbersTest::ids).toArray(Row[]::new));

  private static Row ids(int i) {
    return row(
        new BigDecimal("12345678901234567000").add(BigDecimal.valueOf(i)),
        1234567890123456000L + i,
        new BigDecimal("-99999999999999999999999999999999999999").add(BigDecimal.valueOf(i * i)),
        new BigDecimal("12345678901234567890.123456789012345678").add(BigDecimal.valueOf(i, 18)),
        new BigDecimal("9999999999999999.00").add(BigDecimal.valueOf(i, 2)),
        new BigDecimal("999999999999999999999999999999999999.99"),
        3 * i + i % 3);
  }

  @Test
  void tellsNumbersApartThatDoublesCannot() {
    for (Summary summary : inEveryWay(IDS, null)) {
      assertThat(texts(column(summary, "u")))
          .containsExactly(
              "12345678901234567000",
              "12345678901234567002.25",
              "12345678901234567004.5",
              "12345678901234567006.75",
              "12345678901234567009");
      assertThat(texts(column(summary, "b")))
          .containsExactly(
              "1234567890123456000",
              "1234567890123456002.25",
              "1234567890123456004.5",
              "1234567890123456006.75",
              "1234567890123456009");
      assertThat(texts(column(summary, "f")))
          .containsExactly(
              "12345678901234567890.123456789012345678",
              "12345678901234567890.12345678901234568025",
              "12345678901234567890.1234567890123456825",
              "12345678901234567890.12345678901234568475",
              "12345678901234567890.123456789012345687");
      assertThat(texts(column(summary, "h")))
          .containsExactly(
              "9999999999999999.00",
              "9999999999999999.0225",
              "9999999999999999.045",
              "9999999999999999.0675",
              "9999999999999999.09");
      for (String name : List.of("u", "b", "n", "f", "h")) {
        assertThat(column(summary, name).distinct()).as(name).isEqualTo(10);
      }
      assertThat(column(summary, "u").mean()).isEqualTo(1.2345678901234567e19);
      assertThat(column(summary, "b").mean()).isEqualTo(1.234567890123456e18);
      assertClose(column(summary, "u").stddev(), 3.0276503540974917);
      assertClose(column(summary, "b").stddev(), 3.0276503540974917);
      assertClose(column(summary, "f").stddev(), 3.0276503540974917e-18);
      assertClose(column(summary, "h").stddev(), 0.030276503540974917);
      assertThat(column(summary, "u").skewness()).isCloseTo(0, within(1e-15));
      assertClose(column(summary, "u").kurtosis(), -1.2242424242424241);
    }
  }

  @Test
  void saysOneValueOnlyWhenItIsSo() {
    for (Summary summary : inEveryWay(IDS, null)) {
      ColumnFigures constant = column(summary, "k");
      assertThat(texts(constant)).containsOnly("999999999999999999999999999999999999.99");
      assertThat(constant.distinct()).isOne();
      assertThat(constant.stddev()).isZero();
      assertThat(constant.skewness()).isNull();
      assertThat(summary.result().remarks())
          .containsExactly("k: one value only, so that nothing correlates with it");
    }
    Summary tiny = Summaries.summary(table("x DOUBLE", row(1e-200), row(2e-200)));
    assertThat(tiny.result().remarks())
        .containsExactly("x: stddev, skewness or kurtosis is beyond the range of DOUBLE");
  }

  @Test
  void correlatesNumbersThatDoublesCannotTellApart() {
    for (Summary summary : inEveryWay(IDS, null)) {
      // u by b, and u by n, which is i by i².
      assertClose(summary.pairs().get(0).pearson(), 1);
      assertThat(summary.pairs().get(0).spearman()).isEqualTo(1);
      assertClose(summary.pairs().get(1).pearson(), 0.9626907371412557);
      assertClose(summary.pairs().get(1).spearman(), 1);
      assertThat(summary.pairs().get(4).pearson()).as("by a constant").isNull();
    }
  }

  @Test
  void correlatesOverTheRowsOfThePairHoweverFarTheOthersAre() {
    Dataset<Row> table =
        table(
            "x BIGINT, y DECIMAL(38,0)",
            row(0L, null),
            row(Long.MAX_VALUE - 2, new BigDecimal("99999999999999999999999999999999999997")),
            row(null, new BigDecimal("-99999999999999999999999999999999999999")),
            row(Long.MAX_VALUE - 1, new BigDecimal("99999999999999999999999999999999999999")),
            row(Long.MAX_VALUE, new BigDecimal("99999999999999999999999999999999999998")));

    for (Summary summary : inEveryWay(table, null)) {
      assertThat(summary.pairs().get(0).count()).isEqualTo(3);
      assertThat(summary.pairs().get(0).pearson()).isCloseTo(0.5, within(1e-12));
      assertThat(summary.pairs().get(0).spearman()).isCloseTo(0.5, within(1e-12));
    }
  }

  @Test
  void keepsDigitsThatCancel() {
    Dataset<Row> table =
        table(
            "b BIGINT, n DECIMAL(38,0), m BIGINT",
            row(-1_000_000_000_000_000_000L, nines("-"), Long.MIN_VALUE),
            row(1_000_000_000_000_000_001L, nines(""), Long.MAX_VALUE));

    for (Summary summary : inEveryWay(table, null)) {
      assertThat(column(summary, "b").mean()).isEqualTo(0.5);
      assertClose(column(summary, "b").stddev(), 1.4142135623730952e18);
      assertThat(column(summary, "n").mean()).isZero();
      assertThat(column(summary, "n").median()).isEqualTo("0");
      assertClose(column(summary, "n").stddev(), 1.4142135623730951e38);
      assertThat(column(summary, "m").mean()).isEqualTo(-0.5);
      assertThat(column(summary, "m").median()).isEqualTo("-0.5");
    }
  }

  @Test
  void regressesOnNumbersThatDoublesCannotTellApart() {
    for (Summary summary : inEveryWay(IDS, "y ~ b")) {
      Fit fit = summary.fit().orElseThrow();
      assertThat(digits(fit.coefficients().get(0).estimate(), -3.7261503592817034e18))
          .isGreaterThan(12);
      assertThat(digits(fit.coefficients().get(0).stdError(), 1.2598172906057315e17))
          .isGreaterThan(12);
      assertThat(digits(fit.coefficients().get(1).estimate(), 3.018181818181818)).isGreaterThan(12);
      assertThat(digits(fit.coefficients().get(1).stdError(), 0.10204520145747113))
          .isGreaterThan(12);
      assertThat(digits(fit.r2(), 0.9909378596087457)).isGreaterThan(12);
      assertThat(digits(fit.residualSd(), 0.926871570979987)).isGreaterThan(12);
    }
    // Both sides: u is b and 11111111011111111000.
    Fit both = Summaries.fit(IDS, "u ~ b");
    assertThat(digits(both.coefficients().get(0).estimate(), 11111111011111111000.0))
        .isGreaterThan(12);
    assertClose(both.coefficients().get(1).estimate(), 1);
  }

  /** The intercept is 0: what rounding makes of it is not to look like a finding. */
  @ParameterizedTest
  @CsvSource({"3, 1, 4", "7, 13, 50", "-9, 3, 200"})
  void anInterceptFarFromTheRowsIsNoSurerThanItsDigits(long slope, long step, int rows) {
    Dataset<Row> table =
        table(
            "x BIGINT, y DECIMAL(38,0)",
            IntStream.range(0, rows)
                .mapToObj(i -> 100_000_000_000_000_000L + i * step)
                .map(x -> row(x, BigDecimal.valueOf(x).multiply(BigDecimal.valueOf(slope))))
                .toArray(Row[]::new));

    Fit fit = Summaries.fit(table, "y ~ x");

    Fit.Coefficient intercept = fit.coefficients().get(0);
    assertThat(Math.abs(intercept.estimate())).isLessThan(2 * intercept.stdError());
    assertThat(intercept.p()).isGreaterThan(0.05);
    assertClose(fit.coefficients().get(1).estimate(), slope);
    assertThat(fit.warnings()).singleElement().asString().startsWith("the intercept is known to");
  }

  @ParameterizedTest
  @CsvSource({
    "1,BIGINT,0",
    "2,'DECIMAL(18,0)',0",
    "3,'DECIMAL(18,18)',18",
    "4,'DECIMAL(19,2)',2",
    "5,'DECIMAL(38,0)',0",
    "6,'DECIMAL(38,38)',38",
    "7,'DECIMAL(38,7)',7"
  })
  void agreesWithExactArithmetic(int seed, String type, int scale) {
    var random = new Random(seed);
    int bits = type.contains("38") ? 126 : 59;
    BigInteger offset = new BigInteger(bits, random);
    var wild = new ArrayList<BigDecimal>();
    var near = new ArrayList<BigDecimal>();
    Row[] rows = new Row[120];
    for (int i = 0; i < rows.length; i++) {
      BigInteger far = new BigInteger(bits, random);
      BigDecimal one = new BigDecimal(random.nextBoolean() ? far : far.negate(), scale);
      BigDecimal other = new BigDecimal(offset.add(BigInteger.valueOf(random.nextInt(50))), scale);
      wild.add(one);
      near.add(other);
      boolean isLong = type.equals("BIGINT");
      rows[i] =
          row(
              isLong ? (Object) one.longValueExact() : one,
              isLong ? (Object) other.longValueExact() : other);
    }

    Summary summary =
        Summaries.summary(
            table("x %s, y %s".formatted(type, type), rows).repartition(3), null, seed % 2 == 0);

    assertAgrees(column(summary, "x"), wild);
    assertAgrees(column(summary, "y"), near);
  }

  private static void assertAgrees(ColumnFigures of, List<BigDecimal> values) {
    List<BigDecimal> sorted = values.stream().sorted().toList();
    var precise = new MathContext(80);
    BigDecimal n = BigDecimal.valueOf(values.size());
    BigDecimal mean = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(n, precise);
    BigDecimal squares =
        values.stream()
            .map(value -> value.subtract(mean).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(of.count()).isEqualTo(values.size());
    assertThat(of.distinct()).isEqualTo(values.stream().distinct().count());
    assertThat(of.min()).isEqualTo(sorted.get(0).toPlainString());
    assertThat(of.max()).isEqualTo(sorted.get(sorted.size() - 1).toPlainString());
    assertThat(new BigDecimal(of.q25())).isEqualByComparingTo(between(sorted, 1));
    assertThat(new BigDecimal(of.median())).isEqualByComparingTo(between(sorted, 2));
    assertThat(new BigDecimal(of.q75())).isEqualByComparingTo(between(sorted, 3));
    assertThat(of.mean()).isEqualTo(mean.doubleValue());
    assertClose(
        of.stddev(),
        squares.divide(n.subtract(BigDecimal.ONE), precise).sqrt(precise).doubleValue());
  }

  /** The quartile between the two values around it (type 7 of Hyndman and Fan). */
  private static BigDecimal between(List<BigDecimal> sorted, int quarter) {
    int quarters = quarter * (sorted.size() - 1);
    BigDecimal below = sorted.get(quarters / 4);
    BigDecimal above = sorted.get(Math.min(sorted.size() - 1, quarters / 4 + 1));
    return below.add(above.subtract(below).multiply(BigDecimal.valueOf(quarters % 4 * 25L, 2)));
  }

  /** By the pattern, by the twin, and by the pattern with every value counted. */
  private static List<Summary> inEveryWay(Dataset<Row> table, String formula) {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      return List.of(
          Summarize.summary(table, Summaries.options(formula, false), scopes),
          SummarizeByHand.summary(table, Summaries.options(formula, false)),
          Summarize.summary(table, Summaries.options(formula, true), scopes));
    }
  }

  private static BigDecimal nines(String sign) {
    return new BigDecimal(sign + "9".repeat(38));
  }

  private static void assertClose(double actual, double expected) {
    assertThat(digits(actual, expected)).isGreaterThan(13);
  }

  private static List<String> texts(ColumnFigures of) {
    return Arrays.asList(of.min(), of.q25(), of.median(), of.q75(), of.max());
  }
}
