package dev.p3.patterns.minimize;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.minimize.Tops.options;
import static dev.p3.patterns.minimize.Tops.top;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.patterns.minimize.Tops.Best;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopTest {
  private static final Dataset<Row> FLIGHTS =
      table(
          "origin STRING, delay INT, destination STRING",
          row("ORD", 5, "SFO"),
          row("ORD", 90, "LAX"),
          row("ORD", 7, "JFK"),
          row("SFO", -3, "ORD"),
          row(null, 12, "ORD"),
          row("SFO", null, "LAX"));

  @Test
  void givesTheFirstRowsOfEachGroupWithTheirRanks() {
    Best best = top(FLIGHTS, options("--by", "delay", "--group", "origin", "--k", "2"));

    assertThat(best.columns())
        .containsExactly("origin STRING", "rank INT", "delay INT", "destination STRING");
    assertThat(best.rows())
        .containsExactlyInAnyOrder(
            row("ORD", 1, 90, "LAX"),
            row("ORD", 2, 7, "JFK"),
            row("SFO", 1, -3, "ORD"),
            row("SFO", 2, null, "LAX"),
            row(null, 1, 12, "ORD"));
    assertThat(best.result()).isEqualTo(new TopResult("delay", 3, 1));
    assertThat(best.result().remarks()).containsExactly("1 row has no delay and ranks last");
  }

  /** Rows of the driver are looked at when each action is optimized. */
  @Test
  void givesTheSameRowsToEachAction() {
    Dataset<Row> two = Top.top(FLIGHTS, options("--by", "delay", "--group", "origin", "--k", "2"));
    Dataset<Row> one = Top.top(table("v INT", row(7)), options("--by", "v", "--k", "1"));

    for (int action = 0; action < 3; action++) {
      assertThat(two.toJSON().count()).isEqualTo(5);
      assertThat(one.toJSON().count()).isEqualTo(1);
    }
  }

  @Test
  void ranksTheWholeTableWithoutAGroup() {
    Best best = top(FLIGHTS, options("--by", "delay", "--k", "3"));

    assertThat(best.columns())
        .containsExactly("rank INT", "origin STRING", "delay INT", "destination STRING");
    assertThat(best.rows())
        .containsExactlyInAnyOrder(
            row(1, "ORD", 90, "LAX"), row(2, null, 12, "ORD"), row(3, "ORD", 7, "JFK"));
  }

  @Test
  void ranksTheSmallestFirstWhenAskedAndStillPutsNullsLast() {
    var smallest = new TopOptions("delay", List.of("origin"), 2, true, List.of());

    assertThat(top(FLIGHTS, smallest).rows())
        .containsExactlyInAnyOrder(
            row("ORD", 1, 5, "SFO"),
            row("ORD", 2, 7, "JFK"),
            row("SFO", 1, -3, "ORD"),
            row("SFO", 2, null, "LAX"),
            row(null, 1, 12, "ORD"));
  }

  @Test
  void keepsTheColumnsNamedAndTheOneRankedBy() {
    Best unnamed = top(FLIGHTS, options("--by", "delay", "--k", "1", "--keep", "destination"));
    Best named =
        top(
            FLIGHTS,
            options(
                "--by",
                "delay",
                "--k",
                "1",
                "--keep",
                "destination",
                "--keep",
                "DELAY",
                "--group",
                "origin",
                "--keep",
                "origin"));

    assertThat(unnamed.columns()).containsExactly("rank INT", "delay INT", "destination STRING");
    assertThat(unnamed.rows()).containsExactly(row(1, 90, "LAX"));
    assertThat(named.columns())
        .containsExactly("origin STRING", "rank INT", "destination STRING", "delay INT");
  }

  @Test
  void mayRankByAGroupColumn() {
    Best best =
        top(
            table("a INT, b STRING", row(1, "y"), row(1, "x"), row(2, "z")),
            options("--by", "a", "--group", "a", "--k", "1"));

    assertThat(best.columns()).containsExactly("a INT", "rank INT", "b STRING");
    assertThat(best.rows()).containsExactlyInAnyOrder(row(1, 1, "x"), row(2, 1, "z"));
  }

  @Test
  void givesAllRowsWhenKIsLargerThanTheData() {
    assertThat(
            top(FLIGHTS, options("--by", "delay", "--group", "origin", "--k", "2147483647")).rows())
        .hasSize(6);
    assertThat(top(FLIGHTS, options("--by", "delay", "--k", "2147483647")).rows())
        .hasSize(6)
        .contains(row(6, "SFO", null, "LAX"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "value"})
  void givesNothingOfNothing(String group) {
    Best best =
        top(
            table("group STRING, value INT"),
            options("--by", "value", "--group", group, "--k", "3"));

    assertThat(best.rows()).isEmpty();
    assertThat(best.result()).isEqualTo(new TopResult("value", 0, 0));
    assertThat(top(table("value INT"), options("--by", "value", "--k", "3")).rows()).isEmpty();
  }

  @Test
  void letsTheOtherColumnsDecideBetweenEqualValues() {
    Dataset<Row> ties =
        table(
            "v INT, a STRING, b INT",
            row(1, "y", 1),
            row(1, "x", 3),
            row(1, null, 0),
            row(1, "x", null),
            row(1, "x", 2));

    assertThat(top(ties, options("--by", "v", "--k", "5")).rows())
        .containsExactlyInAnyOrder(
            row(1, 1, "x", 2),
            row(2, 1, "x", 3),
            row(3, 1, "x", null),
            row(4, 1, "y", 1),
            row(5, 1, null, 0));
    assertThat(top(ties, options("--by", "v", "--k", "1", "--keep", "b", "--keep", "a")).rows())
        .containsExactly(row(1, 1, 0, null));
  }

  @Test
  void takesNaNForTheLargestNumberAndBothZerosForOne() {
    Dataset<Row> doubles =
        table(
            "v DOUBLE, n INT",
            row(Double.NaN, 1),
            row(Double.POSITIVE_INFINITY, 2),
            row(0.0, 4),
            row(-0.0, 3),
            row(Double.NEGATIVE_INFINITY, 5),
            row(null, 6));

    assertThat(ranked(top(doubles, options("--by", "v", "--k", "6"))))
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(ranked(top(doubles, new TopOptions("v", List.of(), 6, true, List.of()))))
        .containsExactly(5, 3, 4, 2, 1, 6);
  }

  static Stream<Arguments> typesInTheirOrder() {
    return Stream.of(
        Arguments.of("BOOLEAN", List.of(false, true)),
        Arguments.of("TINYINT", List.of((byte) -128, (byte) 0, (byte) 127)),
        Arguments.of(
            "BIGINT", List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE - 1, Long.MAX_VALUE)),
        Arguments.of("FLOAT", List.of(-1.5f, 0f, 1.5f, Float.NaN)),
        Arguments.of(
            "DECIMAL(38,18)",
            List.of(decimal("-1"), decimal("0.000000000000000001"), decimal("99999999999"))),
        Arguments.of(
            "STRING", List.of("", "A", "a", "aaaaaaaaa", "aaaaaaaab", "é", "\uFFFD", "😀")),
        Arguments.of(
            "BINARY", List.of(new byte[0], new byte[] {1}, new byte[] {127}, new byte[] {-128})),
        Arguments.of(
            "DATE",
            List.of(LocalDate.of(1, 1, 1), LocalDate.of(1970, 1, 1), LocalDate.MAX.withYear(9999))),
        Arguments.of(
            "TIMESTAMP",
            List.of(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("2024-01-01T00:00:00.000001Z"),
                Instant.parse("2024-01-01T00:00:00.000002Z"))),
        Arguments.of(
            "TIMESTAMP_NTZ",
            List.of(
                LocalDateTime.parse("2024-03-31T02:30:00"),
                LocalDateTime.parse("2024-03-31T02:30:01"),
                LocalDateTime.parse("2024-04-01T00:00:00"))),
        Arguments.of("STRUCT<x: INT, y: STRING>", List.of(row(1, "b"), row(2, "a"), row(2, "b"))),
        Arguments.of("INTERVAL DAY TO SECOND", List.of(Duration.ofDays(-1), Duration.ZERO)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("typesInTheirOrder")
  void ranksByAnyTypeThatHasAnOrderAndGroupsByIt(String type, List<Object> ascending) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < ascending.size(); i++) {
      rows.add(row(ascending.get(i), i));
    }
    rows.add(row(null, -1));
    Collections.shuffle(rows, new Random(5));
    Dataset<Row> values = table("v " + type + ", n INT", rows.toArray(Row[]::new));

    int last = ascending.size() - 1;
    assertThat(indexes(values, options("--by", "v", "--k", "2"))).containsExactly(last, last - 1);
    assertThat(indexes(values, new TopOptions("v", List.of(), 2, true, List.of())))
        .containsExactly(0, 1);
    assertThat(indexes(values, options("--by", "n", "--group", "v", "--k", "1")))
        .hasSize(ascending.size() + 1);
  }

  @Test
  void takesGroupsOfMalformedTextsForDifferentOnes() {
    Dataset<Row> texts =
        table(
                "bytes BINARY, v INT",
                row(new byte[] {(byte) 0xFF}, 1),
                row(new byte[] {(byte) 0xFE}, 2),
                row(new byte[] {(byte) 0xFF}, 3))
            .select(col("bytes").cast("string").as("text"), col("v"))
            .coalesce(1);

    Dataset<Row> best = Top.top(texts, options("--by", "v", "--group", "text", "--k", "1"));

    assertThat(best.select("v").collectAsList()).containsExactlyInAnyOrder(row(2), row(3));
  }

  @Test
  void carriesNestedColumnsAndComparesThemToo() {
    Dataset<Row> nested =
        table(
            "g INT, v INT, m MAP<STRING, INT>, l ARRAY<STRUCT<x: INT>>",
            row(1, 1, Map.of("b", 2), List.of(row(2))),
            row(1, 1, Map.of("a", 1), List.of(row(3))),
            row(1, 1, Map.of("a", 1), List.of(row(1))));

    List<Row> best = top(nested, options("--by", "v", "--group", "g", "--k", "2")).rows();

    assertThat(best).extracting(each -> each.getInt(1)).containsExactlyInAnyOrder(1, 2);
    assertThat(best).allSatisfy(each -> assertThat(each.getJavaMap(3)).isEqualTo(Map.of("a", 1)));
  }

  @Test
  void findsColumnsWithOddNames() {
    Dataset<Row> odd =
        table("`a.b` INT, `c``d` STRING, `e f` DOUBLE", row(1, "x", 1.0), row(1, "y", 2.0));

    Best best = top(odd, options("--by", "e f", "--group", "a.b", "--group", "c`d", "--k", "1"));

    assertThat(best.columns()).containsExactly("a.b INT", "c`d STRING", "rank INT", "e f DOUBLE");
    assertThat(best.rows()).containsExactlyInAnyOrder(row(1, "x", 1, 1.0), row(1, "y", 1, 2.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 1500})
  void givesWhatSortingEverythingInPlainJavaGives(int k) {
    var random = new Random(k);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 3000; i++) {
      Integer value = random.nextInt(10) == 0 ? null : random.nextInt(20);
      rows.add(row(random.nextInt(3), value, random.nextInt(50)));
    }
    Dataset<Row> shuffled = table("g INT, v INT, t INT", rows.toArray(Row[]::new));
    List<Row> expected = byHand(rows, k);

    for (Dataset<Row> table : List.of(shuffled.coalesce(1), shuffled.orderBy("v"))) {
      Dataset<Row> best =
          Top.top(table, options("--by", "v", "--group", "g", "--k", String.valueOf(k)));
      assertThat(best.collectAsList()).containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(top(shuffled, options("--by", "v", "--group", "g", "--k", String.valueOf(k))).rows())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void forgetsWhatItKnewOfManyGroupsAndStillGivesTheirBest() {
    Dataset<Row> many =
        LocalSpark.spark()
            .range(0, 300_000, 1, 2)
            .select(expr("id % 100000 as g"), expr("hash(id) as v"));
    Dataset<Row> best = Top.top(many, options("--by", "v", "--group", "g", "--k", "1"));

    assertThat(best.count()).isEqualTo(100_000);
    assertThat(best.select("g", "v").except(many.groupBy("g").max("v")).count()).isZero();
  }

  @Test
  void shufflesNoMoreThanKRowsOfEachGroupAndPartitionEvenWhenTheBestComeLast() {
    Dataset<Row> ascending =
        LocalSpark.spark().range(0, 100_000, 1, 2).select(expr("id % 4 as g"), col("id"));

    for (int k : List.of(5, 1500)) {
      Dataset<Row> best =
          Top.top(ascending, options("--by", "id", "--group", "g", "--k", String.valueOf(k)));
      assertThat(ShuffledRows.of(best)).isEqualTo(2L * 4 * k);
    }
  }

  @Test
  void namesEveryColumnThatIsNotThereOrCannotServe() {
    Dataset<Row> rows = table("rank INT, delay INT, m MAP<INT, INT>");

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(
            () ->
                Top.top(
                    rows,
                    options(
                        "--by", "m", "--group", "orgin", "--group", "rank", "--k", "1", "--keep",
                        "dleay")))
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .containsExactly(
                        "Cannot find column 'orgin' in input 'table' (its columns are rank, delay, m).",
                        "Cannot find column 'dleay' in input 'table' (its columns are rank, delay, m). Did you mean 'delay'?",
                        "Cannot rank by column 'm': its type MAP<INT, INT> has no order (must be a type that can be compared)",
                        "Cannot add column 'rank': the output holds column 'rank' of input 'table' too; rename it in the input"));
    assertThat(top(rows, options("--by", "delay", "--k", "1", "--keep", "delay")).columns())
        .containsExactly("rank INT", "delay INT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--by delay | name the columns to give with --keep, without it, or rename it in the input",
        "--by delay --keep Rank | leave it out of --keep, or rename it in the input",
        "--by delay --group rank --keep delay | rename it in the input",
        "--by RANK | rename it in the input",
        "--by rank --keep delay | rename it in the input",
      })
  void namesARemedyThatHelpsAgainstAColumnCalledRank(String words, String remedy) {
    Dataset<Row> rows = table("Rank INT, delay INT", row(1, 2));

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> Top.top(rows, options((words + " --k 1").split(" "))))
        .withMessage(
            "Cannot add column 'rank': the output holds column 'Rank' of input 'table' too; "
                + remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "2147483648"})
  void refusesAKThatIsNoNumberOfRows(String k) {
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> options("--by", "v", "--k", k))
        .withMessageContaining("--k")
        .withMessageContaining(k);
  }

  private static List<Row> byHand(List<Row> rows, int k) {
    Comparator<Row> order =
        Comparator.<Row, Integer>comparing(
                row -> (Integer) row.get(1), Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(row -> row.getInt(2));
    var groups = new TreeMap<Integer, List<Row>>();
    rows.forEach(row -> groups.computeIfAbsent(row.getInt(0), any -> new ArrayList<>()).add(row));
    var best = new ArrayList<Row>();
    for (List<Row> group : groups.values()) {
      group.sort(order);
      for (int i = 0; i < Math.min(k, group.size()); i++) {
        Row each = group.get(i);
        best.add(row(each.get(0), i + 1, each.get(1), each.get(2)));
      }
    }
    return best;
  }

  /** The column n of what the pattern gives, in the order of the ranks. */
  private static List<Integer> indexes(Dataset<Row> table, TopOptions options) {
    return Top.top(table, options).orderBy("rank").select("n").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }

  /** The last column, in the order of the ranks. */
  private static List<Integer> ranked(Best best) {
    assertThat(new HashSet<>(best.rows())).hasSameSizeAs(best.rows());
    int rank = best.columns().indexOf("rank INT");
    return best.rows().stream()
        .sorted(Comparator.comparing(row -> row.getInt(rank)))
        .map(row -> row.getInt(row.length() - 1))
        .toList();
  }

  private static BigDecimal decimal(String digits) {
    return new BigDecimal(digits).setScale(18);
  }
}
