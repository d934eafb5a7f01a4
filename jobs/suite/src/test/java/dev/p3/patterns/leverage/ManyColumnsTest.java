package dev.p3.patterns.leverage;

import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.leverage.Summaries.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.patterns.leverage.SummaryPlan.Pair;
import dev.p3.scope.Scopes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Tables whose pairs of columns are more than anybody waits for. */
class ManyColumnsTest {
  @Test
  void leavesTheCorrelationOfTooManyColumnsOutAndSaysSo() {
    Summary summary = summary(columns(400, 3), List.of());

    assertThat(summary.pairs()).isEmpty();
    assertThat(column(summary, "c7").median()).isEqualTo("7");
    assertThat(summary.result().remarks())
        .contains(
            "correlation is left out: 400 numeric columns have 79,800 pairs, which take about 7 s of a core for each 100,000 rows (300 columns are correlated without being asked); name some with --correlate");
  }

  @Test
  void correlatesTheColumnsThatAreNamed() {
    Summary summary = summary(columns(400, 5), List.of("c399", "c2", "C3"));

    assertThat(summary.plan().pairs())
        .containsExactly(new Pair(2, 3), new Pair(2, 399), new Pair(3, 399));
    // Column c is i·c mod 97: 0 2 4 6 8, 0 3 6 9 12 and 0 11 22 33 44.
    assertThat(summary.pairs())
        .allSatisfy(pair -> assertThat(pair.pearson()).isCloseTo(1, within(1e-14)))
        .allSatisfy(pair -> assertThat(pair.spearman()).isCloseTo(1, within(1e-14)));
  }

  @Test
  void correlatesMorePairsThanOnePassHolds() {
    Summary summary = summary(columns(330, 3), List.of(Correlated.ALL));

    assertThat(summary.pairs()).hasSize(330 * 329 / 2);
    assertThat(summary.pairs()).extracting(PairFigures::count).containsOnly(3L);
    List<Pair> pairs = summary.plan().pairs();
    // In the second pass, 0 i 2i again: 329 is 38 and 328 is 37 mod 97.
    assertThat(pairs.indexOf(new Pair(328, 329))).isGreaterThan(Correlated.PAIRS_IN_PASS);
    assertThat(summary.pairs().get(pairs.size() - 1).pearson()).isCloseTo(1, within(1e-14));
  }

  @Test
  void refusesMoreColumnsThanFitWithEveryOtherFault() {
    Dataset<Row> table = columns(1_001, 0);

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> summary(table, List.of(Correlated.ALL)))
        .withMessage(
            "Cannot correlate 1,001 columns: they have 500,500 pairs (must be at most 1,000 columns, with 499,500 pairs); name fewer with --correlate");
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> summary(table("s STRING, x INT"), List.of("s", "z")))
        .satisfies(
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "Cannot correlate column 's': its type is STRING (must be a number such as INT or DOUBLE)",
                        "Cannot find column 'z' in input 'table' (its columns are s, x)."));
  }

  @Test
  void sketchesOfManyColumnsShareTheirRoom() {
    assertThat(Distribution.rankError(256)).isEqualTo(Distribution.RANK_ERROR);
    assertThat(Distribution.rankError(2_000)).isCloseTo(0.005, within(0.001));
  }

  /** Column c of row i is i·c mod 97. */
  private static Dataset<Row> columns(int columns, int rows) {
    String schema =
        IntStream.range(0, columns)
            .mapToObj(c -> "c" + c + " INT")
            .collect(Collectors.joining(","));
    Row[] all = new Row[rows];
    Arrays.setAll(
        all,
        i -> RowFactory.create(IntStream.range(0, columns).mapToObj(c -> i * c % 97).toArray()));
    return table(schema, all);
  }

  private static Summary summary(Dataset<Row> table, List<String> correlate) {
    try (var scopes = new Scopes(LocalSpark.spark())) {
      return Summarize.summary(
          table, new SummarizeOptions(Optional.empty(), false, correlate), scopes);
    }
  }
}
