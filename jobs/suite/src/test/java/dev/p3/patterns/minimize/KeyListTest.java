package dev.p3.patterns.minimize;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.minimize.Tops.options;
import static dev.p3.patterns.minimize.Tops.top;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.p3.LocalSpark;
import dev.p3.fault.BadUsageException;
import dev.p3.scope.Scopes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class KeyListTest {
  private static final Dataset<Row> FLIGHTS =
      table(
          "origin STRING, destination STRING, delay INT",
          row("ORD", "SFO", 5),
          row("ORD", "LAX", 90),
          row("SFO", "ORD", 7),
          row("SFO", "LAX", 3),
          row(null, "LAX", 99));
  private static final TopOptions BEST_OF_ORIGIN =
      options("--by", "delay", "--group", "origin", "--k", "1");

  @Test
  void keepsTheGroupsThatAreKeys() {
    Dataset<Row> keys =
        table("ORIGIN STRING", row("SFO"), row("SFO"), row("XXX"), row((Object) null));

    assertThat(top(FLIGHTS, keys, BEST_OF_ORIGIN).rows()).containsExactly(row("SFO", 1, "ORD", 7));
  }

  @Test
  void keepsRowsByAKeyThatIsNoGroupBeforeTheyRank() {
    Dataset<Row> keys = table("destination STRING", row("SFO"), row("ORD"));

    assertThat(top(FLIGHTS, keys, BEST_OF_ORIGIN).rows())
        .containsExactlyInAnyOrder(row("ORD", 1, "SFO", 5), row("SFO", 1, "ORD", 7));
  }

  @Test
  void needNotGiveTheKeyColumns() {
    Dataset<Row> keys = table("destination STRING, origin STRING", row("LAX", "SFO"));

    assertThat(top(FLIGHTS, keys, options("--by", "delay", "--k", "9", "--keep", "delay")).rows())
        .containsExactly(row(1, 3));
  }

  @Test
  void keepsNothingWithoutKeys() {
    assertThat(top(FLIGHTS, table("origin STRING"), BEST_OF_ORIGIN).rows()).isEmpty();
    assertThat(top(FLIGHTS, table("delay STRING"), BEST_OF_ORIGIN).rows()).isEmpty();
  }

  @Test
  void comparesNumbersOfDifferentTypes() {
    Dataset<Row> keys = table("delay BIGINT", row(7L), row(1L << 40));

    assertThat(top(FLIGHTS, keys, BEST_OF_ORIGIN).rows()).containsExactly(row("SFO", 1, "ORD", 7));
  }

  @Test
  void comparesNumbersByTheirExactValues() {
    Dataset<Row> numbers =
        table(
            "id BIGINT, v INT",
            row((1L << 53) + 1, 1),
            row(1L << 53, 2),
            row(Long.MAX_VALUE, 3),
            row(5L, 4));
    Dataset<Row> keys = table("id DOUBLE", row(0x1p53), row(0x1p63), row(5.0), row(Double.NaN));

    assertThat(top(numbers, keys, options("--by", "v", "--group", "id", "--k", "1")).rows())
        .containsExactlyInAnyOrder(row(1L << 53, 1, 2), row(5L, 1, 4));
  }

  @Test
  void refusesNestedKeysThatWouldLoseDigits() {
    Dataset<Row> nested = LocalSpark.spark().sql("select array(1L) g, 1 v");
    Dataset<Row> keys = LocalSpark.spark().sql("select array(1D) g");

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> top(nested, keys, options("--by", "v", "--group", "g", "--k", "1")))
        .withMessageStartingWith(
            "Cannot match table.g (ARRAY<BIGINT>) with only.g (ARRAY<DOUBLE>): values of these types cannot be compared exactly");
  }

  @Test
  void givesExactlyTheKeysOfManyWhateverTheFilterLetsPass() {
    SparkSession spark = LocalSpark.spark();
    Dataset<Row> rows = spark.range(0, 200_000, 1, 2).select(expr("id as g"), expr("id as v"));
    Dataset<Row> keys = spark.range(0, 400_000, 40).select(expr("id as g"));
    try (var scopes = new Scopes(spark)) {
      long passed = KeyList.of(keys, rows).probablyIn(rows, scopes).count();
      assertThat(passed).isBetween(5_000L, 12_000L);

      Dataset<Row> best =
          Top.top(rows, keys, options("--by", "v", "--group", "g", "--k", "1"), scopes);
      assertThat(best.count()).isEqualTo(5_000);
      assertThat(best.where("g % 40 != 0").count()).isZero();
    }
  }

  @Test
  void namesEveryColumnThatDoesNotFit() {
    Dataset<Row> keys = table("orgin STRING, destination INT, delay INT", row("a", 1, 2));

    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> top(FLIGHTS, keys, BEST_OF_ORIGIN))
        .satisfies(
            refused ->
                assertThat(refused.faults())
                    .containsExactly(
                        "Cannot find column 'orgin' in input 'table' (its columns are origin, destination, delay). Did you mean 'origin'?",
                        "Cannot match table.destination (STRING) with only.destination (INT): values of these types cannot be compared exactly; read both alike, such as csv,inferSchema=false:PATH for text"));
    assertThatExceptionOfType(BadUsageException.class)
        .isThrownBy(() -> top(FLIGHTS, table(""), BEST_OF_ORIGIN))
        .withMessage("Cannot read keys from input 'only': it has no columns");
  }
}
