package dev.p3.udfs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateFunctionsTest {
  private static final String MANY =
      "(select id % 229 g, (id * 7919) % 10007 x, concat('n', id % 1013) s from range(0, 40000, 1, 7))";

  private static final String TIES =
      "(select id % 229 g, if(id % 5 = 0, null, id % 3) x, if(id % 7 = 0, null, id % 1013) y, if(id % 4 = 0, null, id % 13) z from range(0, 20000, 1, 7))";

  @ParameterizedTest
  @CsvSource({"top_k, desc, 5", "bottom_k, asc, 5", "top_k, desc, 1", "bottom_k, asc, 1"})
  void giveTheFirstValuesOfEachGroupAsAWindowDoes(String function, String direction, int k) {
    assertThat(
            Sql.texts(
                String.format(
                    Locale.ROOT,
                    """
                    select count(*) from
                      (select g, %1$s(x, %4$d) v, %1$s(struct(x, s), %4$d) r from %2$s group by g) a
                      full join
                      (select g, sort_array(collect_list(struct(n, x, s))) w from
                        (select *, row_number() over (partition by g order by x %3$s, s %3$s) n from %2$s)
                        where n <= %4$d group by g) b
                      on a.g = b.g
                    where not (v <=> transform(w, e -> e.x)
                      and to_json(r) <=> to_json(transform(w, e -> struct(e.x, e.s))))
                    """,
                    function,
                    MANY,
                    direction,
                    k)))
        .containsExactly("0");
  }

  @ParameterizedTest
  @CsvSource({"top_k, desc", "bottom_k, asc"})
  void rankStructsByTheirNullsAndLaterFieldsAsAWindowDoes(String function, String direction) {
    assertThat(
            Sql.texts(
                String.format(
                    Locale.ROOT,
                    """
                    select count(*) from
                      (select g, %1$s(struct(x, y), 4) r from %2$s group by g) a
                      full join
                      (select g, sort_array(collect_list(struct(n, x, y))) w from
                        (select *, row_number() over (partition by g order by x %3$s, y %3$s) n from %2$s)
                        where n <= 4 group by g) b
                      on a.g = b.g
                    where not to_json(r) <=> to_json(transform(w, e -> struct(e.x, e.y)))
                    """,
                    function,
                    TIES,
                    direction)))
        .containsExactly("0");
  }

  @ParameterizedTest
  @CsvSource({
    "top_k_by, s, desc, 4",
    "bottom_k_by, s, asc, 4",
    "top_k_by, z, desc, 1",
    "bottom_k_by, z, asc, 1"
  })
  void ranksValuesByAnotherOneAndTiesByTheValue(
      String function, String value, String direction, int k) {
    assertThat(
            Sql.texts(
                String.format(
                    Locale.ROOT,
                    """
                    select count(*) from
                      (select g, %1$s(%2$s, x, %5$d) v from %3$s group by g) a
                      full join
                      (select g, transform(sort_array(collect_list(struct(n, %2$s))), e -> e.%2$s) w from
                        (select *, row_number() over (partition by g order by x %4$s, %2$s nulls last) n from %3$s where x is not null)
                        where n <= %5$d group by g) b
                      on a.g = b.g
                    where not v <=> w
                    """,
                    function,
                    value,
                    k == 1 ? TIES : MANY,
                    direction,
                    k)))
        .containsExactly("0");
  }

  /** Where all has a fixed width a k of 1 is computed by code of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "top_k(x, %s)",
        "bottom_k(y, %s) filter (where x > 0)",
        "top_k(distinct x, %s)",
        "top_k_by(y, x, %s)",
        "bottom_k_by(y, x, %s)",
        "bottom_k_by(cast(y as decimal(30, 2)), cast(x as double) / 0d, %s)"
      })
  void aKOfOneGivesTheFirstOfSeveral(String call) {
    String one = call.replace("%s", "1");
    Sql.withAnsi(
        false,
        () ->
            assertThat(
                    Sql.texts(
                        "select concat_ws('=', cast(v as string), cast(slice(w, 1, 1) as string)) from (select "
                            + one
                            + " v, "
                            + call.replace("%s", "3")
                            + " w from "
                            + TIES
                            + " group by grouping sets ((g), (x), ()))"))
                .hasSizeGreaterThan(229)
                .allSatisfy(
                    both ->
                        assertThat(both.substring(both.indexOf('=') + 1))
                            .isEqualTo(both.substring(0, both.indexOf('=')))));
  }

  @Test
  void aKOfOneOfNumbersIsComputedInGeneratedCode() {
    assertThat(plan("top_k_by(x, y, 1)")).contains(" HashAggregate(").doesNotContain("Object");
    assertThat(plan("top_k_by(x, y, 2)")).contains("ObjectHashAggregate(");
    assertThat(plan("top_k_by(cast(x as string), y, 1)")).contains("ObjectHashAggregate(");
  }

  private static String plan(String aggregate) {
    return Sql.spark()
        .sql("select g, " + aggregate + " from " + TIES + " group by g")
        .queryExecution()
        .executedPlan()
        .toString();
  }

  @Test
  void nullsAreNotRankedAndNanIsTheLargest() {
    String table = " from values (1d), (null), (double('nan')), (3d) as t(x)";
    assertThat(Sql.texts("select top_k(x, 2)" + table)).containsExactly("[NaN, 3.0]");
    assertThat(
            Sql.texts("select array(top_k(x, 1), bottom_k(x, 1), bottom_k_by(x, -x, 1))" + table))
        .containsExactly("[[NaN], [1.0], [3.0]]");
    assertThat(Sql.texts("select bottom_k(x, 9)" + table)).containsExactly("[1.0, 3.0, NaN]");
    assertThat(Sql.texts("select top_k_by(x, x, 9)" + table)).containsExactly("[NaN, 3.0, 1.0]");
    assertThat(
            Sql.texts(
                "select top_k_by(x, y, 9) from values (null, 1), (2, null), (3, 0) as t(x, y)"))
        .containsExactly("[null, 3]");
    assertThat(
            Sql.texts(
                "select bottom_k_by(x, y, 9) from values (null, 1), (2, null), (3, 0) as t(x, y)"))
        .containsExactly("[3, null]");
  }

  @Test
  void anEmptyGroupHasAnEmptyArrayAndNoFigures() {
    String none = " from values (1d) as t(x) where x > 1";
    assertThat(Sql.texts("select top_k(x, 2)" + none)).containsExactly("[]");
    assertThat(Sql.texts("select top_k(cast(null as string), 2) from range(3)"))
        .containsExactly("[]");
    assertThat(Sql.texts("select top_k(x, 1)" + none)).containsExactly("[]");
    assertThat(Sql.texts("select top_k_by(id, cast(null as int), 1) from range(3)"))
        .containsExactly("[]");
    assertThat(Sql.texts("select pearson(x, x)" + none)).containsOnlyNulls();
    assertThat(Sql.texts("select spearman(x, x)" + none)).containsOnlyNulls();
    assertThat(Sql.texts("select linreg(x, x)" + none)).containsOnlyNulls();
    assertThat(Sql.texts("select approx_quantiles(x, array(0.5))" + none)).containsOnlyNulls();
    assertThat(Sql.texts("select approx_quantiles_sketch(x)" + none)).containsOnlyNulls();
    assertThat(Sql.texts("select record_digest(x)" + none).get(0)).startsWith("0-");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decimalsKeepTheirDigits(boolean isAnsi) {
    Sql.withAnsi(
        isAnsi,
        () ->
            assertThat(
                    Sql.texts(
                        "select top_k(x, 1) from values (12345678901234567890.12BD), (12345678901234567890.13BD) as t(x)"))
                .containsExactly("[12345678901234567890.13]"));
  }

  @Test
  void takeFilterDistinctAndWindows() {
    assertThat(
            Sql.texts(
                "select top_k(x, 3) filter (where x < 9) from values (9), (8), (8), (7) as t(x)"))
        .containsExactly("[8, 8, 7]");
    assertThat(Sql.texts("select top_k(distinct x, 2) from values (9), (9), (7) as t(x)"))
        .containsExactly("[9, 7]");
    assertThat(
            Sql.texts(
                "select top_k(x, 2) over (order by x) from values (1), (2), (3) as t(x) order by x"))
        .containsExactly("[1]", "[2, 1]", "[3, 2]");
    assertThat(
            Sql.texts(
                "select top_k_by(y, x, 1) over (order by y rows between 1 preceding and 1 following) from values (9, 1), (8, 2), (null, 3), (7, 4) as t(x, y) order by y"))
        .containsExactly("[1]", "[1]", "[2]", "[4]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select top_k(x, 0) from values (1) as t(x)",
        "select top_k(x, x) from values (1) as t(x)",
        "select top_k(x, null) from values (1) as t(x)",
        "select top_k(map(x, x), 1) from values (1) as t(x)",
        "select record_digest(map(x, x)) from values (1) as t(x)",
        "select pearson(array(x), x) from values (1) as t(x)",
        "select approx_quantiles(x, array(0.5, 1.5)) from values (1) as t(x)",
        "select approx_quantiles(x, array()) from values (1) as t(x)",
        "select linreg(x, array(x)) from values (1) as t(x)"
      })
  void aWrongArgumentIsSqlsOwnError(String query) {
    assertThatThrownBy(() -> Sql.spark().sql(query))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("DATATYPE_MISMATCH")
        .hasMessageContaining("line 1 pos 7");
  }

  @Test
  void theDigestKnowsEveryDifferenceButTheOrder() {
    String digest = "select record_digest(*) from ";
    String rows = "values (1, 'a', null), (2, null, 'b'), (2, null, 'b') as t(a, b, c)";
    String expected = Sql.texts(digest + rows).get(0);

    assertThat(Sql.texts(digest + "(select * from " + rows + " distribute by a sort by a desc)"))
        .containsExactly(expected);
    for (String other :
        List.of(
            "values (1, 'a', null), (2, null, 'b') as t(a, b, c)",
            "values (1, null, 'a'), (2, null, 'b'), (2, null, 'b') as t(a, b, c)",
            "values (1, 'a', ''), (2, null, 'b'), (2, null, 'b') as t(a, b, c)",
            "values (1, 'a', null), (2, null, 'b'), (2, null, 'c') as t(a, b, c)")) {
      assertThat(Sql.texts(digest + other)).doesNotContain(expected);
    }
    assertThat(
            Sql.text(
                "(select record_digest(x) from values (0.0d), (double('nan')) as t(x)) = (select record_digest(x) from values (-0.0d), (double('nan')) as t(x))"))
        .isEqualTo("true");
    assertThat(
            Sql.text(
                "(select record_digest(array(1), array(2, 3))) = (select record_digest(array(1, 2), array(3)))"))
        .isEqualTo("false");
  }

  /**
   * Anscombe, "Graphs in statistical analysis" (1973), first set: r = 0.8164, y = 3.00 + 0.500 x.
   */
  @Test
  void figuresOfPairsAreThePublishedOnes() {
    String anscombe =
        " from values (10, 8.04), (8, 6.95), (13, 7.58), (9, 8.81), (11, 8.33), (14, 9.96), (6, 7.24), (4, 4.26), (12, 10.84), (7, 4.82), (5, 5.68), (null, 1), (1, null) as t(x, y)";
    assertThat((Double) Sql.value("select pearson(x, y)" + anscombe))
        .isCloseTo(0.816420516344840, within(1e-14));
    assertThat(Sql.texts("select round(linreg(y, x).coefficients[1].estimate, 4)" + anscombe))
        .containsExactly("0.5001");
    assertThat(Sql.texts("select linreg(y, x).dropped" + anscombe)).containsExactly("2");
    // The sum of squared differences of ranks is 40: 1 - 6 * 40 / (11 * 120).
    assertThat((Double) Sql.value("select spearman(x, y)" + anscombe))
        .isCloseTo(1 - 6 * 40 / 1320d, within(1e-14));
  }

  @Test
  void correlationsAreNullOfConstantsAndNanOfNan() {
    assertThat(Sql.text("pearson(1, id) from range(9)")).isNull();
    assertThat(Sql.text("spearman(id, 1) from range(9)")).isNull();
    assertThat(
            Sql.text(
                "array(pearson(id, double('nan')), spearman(id, double('nan'))) from range(9)"))
        .isEqualTo("[NaN, NaN]");
    assertThat(Sql.text("linreg(id, id * 2, id * 3) from range(9)")).isNull();
  }

  @Test
  void sketchesMergeToTheQuantilesOfAll() {
    assertThat(
            Sql.text(
                "approx_quantiles_merge(s, array(0, 0.25, 1)) from (select approx_quantiles_sketch(id) s from range(1001) group by id % 13)"))
        .isEqualTo("[0.0, 250.0, 1000.0]");
    assertThat(
            Sql.text(
                "approx_quantiles_merge(m, array(0.5)) from (select approx_quantiles_merge(s) m from (select approx_quantiles_sketch(id) s from range(1001) group by id % 13))"))
        .isEqualTo("[500.0]");
    double median =
        Sql.value("select approx_quantiles(id, array(0.5))[0] from range(0, 200000, 1, 5)");
    assertThat(median).isCloseTo(100_000, within(200_000 * 0.002));
  }

  @Test
  void bytesThatAreNoSketchAreRefusedByName() {
    assertThatThrownBy(() -> Sql.texts("select approx_quantiles_merge(X'0102', array(0.5))"))
        .hasStackTraceContaining("Cannot merge 2 bytes: they are no sketch");
  }

  @Test
  void moreThan128GroupsAreNotSortedUnlessTheUserSaysSo() {
    SparkSession spark = Sql.spark().newSession();
    P3Functions.register(spark);
    P3Functions.register(spark);
    assertThat(spark.experimental().extraStrategies().size()).isEqualTo(1);

    spark.sql("select g, top_k(x, 2) from " + MANY + " group by g").collectAsList();
    assertThat(spark.conf().get(MoreGroups.SETTING)).isEqualTo("65536");

    spark.conf().set(MoreGroups.SETTING, "2");
    assertThat(spark.sql("select g, top_k(x, 2) from " + MANY + " group by g").count())
        .isEqualTo(229);
    assertThat(spark.conf().get(MoreGroups.SETTING)).isEqualTo("2");
  }

  @Test
  void areColumnsOfJavaToo() {
    assertThat(
            Sql.spark()
                .range(10)
                .groupBy()
                .agg(
                    functions.topK(col("id"), 2).cast("string"),
                    functions.topKBy(col("id"), col("id").multiply(-1), 1).cast("string"),
                    functions.bottomKBy(col("id"), col("id").multiply(-1), 1).cast("string"),
                    functions.approxQuantiles(col("id"), 0, 1).cast("string"),
                    functions.linreg(col("id"), col("id")).getField("rows").cast("string"))
                .first()
                .mkString(" "))
        .isEqualTo("[9, 8] [0] [9] [0.0, 9.0] 10");
    assertThat(
            Sql.spark()
                .range(1)
                .select(
                    functions.tokens(lit("A b")).cast("string"),
                    functions.checkText(lit("x"), "int", ""))
                .first()
                .mkString(" "))
        .isEqualTo("[a, b] CAST");
  }
}
