package dev.p3.patterns.leverage;

import static dev.p3.patterns.leverage.Summaries.column;
import static dev.p3.patterns.leverage.Summaries.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tables with more different values than are counted one by one. */
class BoundedMemoryTest {
  private static final long ROWS = 300_000;

  /** x is 0 to ROWS - 1 in a shuffled order, and cube grows with it; s is x as text. */
  private static final Dataset<Row> MANY =
      LocalSpark.spark()
          .range(0, ROWS, 1, 3)
          .selectExpr("(id * 7919) % 300000 as x")
          .selectExpr(
              "x",
              "pow(x - 100000D, 3) as cube",
              "if(x % 10 = 0, null, -x) as part",
              "cast(x as string) as s");

  @Test
  void estimatesWithinTheStatedErrorsAndSaysSo() {
    Summary summary = summary(MANY);

    ColumnFigures x = column(summary, "x");
    assertThat(x.isEstimated()).isTrue();
    assertThat(Double.parseDouble(x.q25())).isCloseTo(ROWS / 4.0, within(rankError()));
    assertThat(Double.parseDouble(x.median())).isCloseTo(ROWS / 2.0, within(rankError()));
    assertThat(Double.parseDouble(x.q75())).isCloseTo(ROWS * 0.75, within(rankError()));
    assertThat(x.min()).isEqualTo("0");
    assertThat(x.max()).isEqualTo("299999");
    assertThat(x.mean()).isCloseTo((ROWS - 1) / 2.0, within(1e-9));
    for (String name : new String[] {"x", "cube", "s"}) {
      assertThat((double) column(summary, name).distinct())
          .isCloseTo(ROWS, within(2 * Distribution.DISTINCT_ERROR * ROWS));
    }
    assertThat(summary.estimatedRanks()).isEqualTo(3);
    assertThat(summary.pairs())
        .extracting(PairFigures::count)
        .containsExactly(ROWS, ROWS * 9 / 10, ROWS * 9 / 10);
    assertThat(summary.pairs().get(0).spearman()).isCloseTo(1, within(0.001));
    assertThat(summary.pairs().get(1).spearman()).isCloseTo(-1, within(0.001));
    assertThat(summary.result().remarks())
        .containsExactly(
            "x, cube, part, s: quantiles are within 0.07 % of the rows (99 % confidence) and"
                + " distinct within 1.6 % (95 %), by sketches; --exact counts every value",
            "3 of 3 rank correlations (spearman) are within about 0.001, by ranks of bins; --exact"
                + " ranks every value");
  }

  @Test
  void countsEverythingWhenAsked() {
    Summary summary = summary(MANY.select("x", "part"), null, true);

    ColumnFigures x = column(summary, "x");
    assertThat(x.q25()).isEqualTo("74999.75");
    assertThat(x.median()).isEqualTo("149999.5");
    assertThat(x.q75()).isEqualTo("224999.25");
    assertThat(column(summary, "part").median()).isEqualTo("-150000");
    assertThat(summary.columns())
        .extracting(ColumnFigures::distinct)
        .containsExactly(ROWS, ROWS * 9 / 10);
    assertThat(summary.pairs().get(0).spearman()).isCloseTo(-1, within(1e-12));
    assertThat(summary.result().remarks()).isEmpty();
  }

  /** Four times the error that is kept to with 99 % confidence: never seen by chance. */
  private static double rankError() {
    return 4 * Distribution.RANK_ERROR * ROWS;
  }
}
