package dev.p3.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.p3.LocalSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDigestTest {
  private final SparkSession spark = LocalSpark.spark();

  private RowDigest digest(String query) {
    return RowDigest.of(spark.sql(query));
  }

  @Test
  void dependsNeitherOnOrderNorOnPartitions() {
    Dataset<Row> rows =
        spark.range(1000).selectExpr("id", "id % 7 as remainder", "cast(id as string) as text");
    RowDigest digest = RowDigest.of(rows);

    assertThat(digest.rows()).isEqualTo(1000);
    assertThat(RowDigest.of(rows.orderBy(functions.desc("id")).coalesce(1))).isEqualTo(digest);
    assertThat(RowDigest.of(rows.repartition(5, functions.col("remainder")))).isEqualTo(digest);
  }

  @Test
  void isTheSameFromRunToRun() {
    assertThat(digest("select 1L as a, 'x' as b")).isEqualTo(digest("select 1L as a, 'x' as b"));
    assertThat(digest("values (1), (2)").hash()).isEqualTo(digest("values (2), (1)").hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "values (1, null); values (null, 1)",
        "values (1, 2); values (2, 1)",
        "values ('a', 'b'); values ('ab', '')",
        "values (''); values (string(null))",
        "values (1), (2); values (1), (3)",
        "values (1); values (1), (1)",
        "values (1), (1), (2); values (1), (2), (2)",
        "values (1), (1), (1); values (1)",
        "values (1), (1); values (2), (2)",
        "values (0.1d); values (0.2d)",
        "values (int(null)); values (0)",
        "values (true); values (false)",
        "values (date'2020-01-01'); values (date'2020-01-02')",
        "values (array(1, null)); values (array(null, 1))",
        "values (array(1, 2), array(3)); values (array(1), array(2, 3))",
        "values (named_struct('a', 1, 'b', null)); values (named_struct('a', null, 'b', 1))"
      })
  void differsForRowsThatDiffer(String one, String other) {
    assertThat(digest(one)).isNotEqualTo(digest(other));
  }

  @Test
  void theOrderOfAMapsEntriesDoesNotCount() {
    RowDigest digest = digest("select map('a', array(1), 'b', null) as m");

    assertThat(digest("select map('b', null, 'a', array(1)) as m")).isEqualTo(digest);
    assertThat(digest("select map('a', array(2), 'b', null) as m")).isNotEqualTo(digest);
    assertThat(digest("select map('a', null, 'b', array(1)) as m")).isNotEqualTo(digest);
    assertThat(digest("select cast(null as map<string, array<int>>) as m"))
        .isNotEqualTo(digest("select cast(map() as map<string, array<int>>) as m"));
  }

  @Test
  void isZeroForNoRows() {
    assertThat(digest("select 1 as a where false"))
        .isEqualTo(new RowDigest(0, "0-0000000000000000"));
  }

  @Test
  void countsRowsWithoutColumns() {
    assertThat(RowDigest.of(spark.range(3).select()).rows()).isEqualTo(3);
    assertThat(RowDigest.of(spark.emptyDataFrame()).rows()).isZero();
  }

  @Test
  void takesColumnsOfAnyName() {
    assertThat(digest("select 1 as `a.b`, 2 as `c``d`, 3 as `e f`").rows()).isEqualTo(1);
  }

  @Test
  void roundsRealNumbersWhenAsked() {
    String columns = "select %s as d, float(%s) as f, 123456789012L as l, '0.12345' as s";
    Dataset<Row> rows = spark.sql(columns.formatted("123456.7891d", "0.5"));

    assertThat(RowDigest.of(rows, 9))
        .isEqualTo(RowDigest.of(spark.sql(columns.formatted("123456.78912d", "0.5")), 9))
        .isNotEqualTo(RowDigest.of(spark.sql(columns.formatted("123456.78912d", "0.5")), 11))
        .isNotEqualTo(RowDigest.of(spark.sql(columns.formatted("123456.7891d", "0.25")), 9))
        .isNotEqualTo(RowDigest.of(spark.sql(columns.formatted("double(null)", "0.5")), 9));
    assertThat(RowDigest.of(rows, RowDigest.ALL_DIGITS)).isEqualTo(RowDigest.of(rows));
  }
}
