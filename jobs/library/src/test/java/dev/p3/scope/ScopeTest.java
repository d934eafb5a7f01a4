package dev.p3.scope;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
  private final SparkSession spark = LocalSpark.spark();
  private final Lookups lookups =
      new Lookups(
          new HashMap<>(
              Map.of(
                  "KEF", new Place("Keflavik", 63.985), "WLG", new Place("Wellington", -41.327))),
          10);
  private final Scope<Lookups> scope = Scope.open(spark, lookups);
  private final Dataset<String> codes =
      spark.createDataset(List.of("KEF", "XXX", "WLG"), Encoders.STRING()).repartition(2);

  @AfterEach
  void close() {
    scope.close();
  }

  /** Every way to use a scope on a Dataset. */
  enum Use {
    MAP(
        (scope, rows) ->
            scope.map(rows, (values, code) -> placeName(values, code), Encoders.STRING()).toDF()),
    FLAT_MAP(
        (scope, rows) ->
            scope
                .flatMap(
                    rows,
                    (values, code) -> List.of(placeName(values, code)).iterator(),
                    Encoders.STRING())
                .toDF()),
    FILTER(
        (scope, rows) ->
            scope.filter(rows, (values, code) -> values.places().containsKey(code)).toDF()),
    MAP_PARTITIONS(
        (scope, rows) ->
            scope.mapPartitions(rows, ScopeTest::placeNames, Encoders.STRING()).toDF()),
    UDF(
        (scope, rows) ->
            rows.select(
                scope
                    .<String, String>udf(
                        (values, code) -> placeName(values, code), DataTypes.StringType)
                    .apply(col("value"))));

    private final TwoArguments applied;

    Use(TwoArguments applied) {
      this.applied = applied;
    }

    Dataset<Row> on(Scope<Lookups> scope, Dataset<String> rows) {
      return applied.apply(scope, rows);
    }
  }

  private interface TwoArguments {
    Dataset<Row> apply(Scope<Lookups> scope, Dataset<String> rows);
  }

  private static String placeName(Lookups values, String code) {
    Place place = values.places().get(code);
    return place == null ? code : place.name();
  }

  private static Iterator<String> placeNames(Lookups values, Iterator<String> codes) {
    var names = new ArrayList<String>();
    codes.forEachRemaining(code -> names.add(placeName(values, code)));
    return names.iterator();
  }

  private static List<String> sorted(Dataset<Row> rows) {
    return Arrays.stream((Row[]) rows.collect()).map(row -> row.getString(0)).sorted().toList();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILTER")
  void handsTheValuesToTheFunction(Use use) {
    assertThat(sorted(use.on(scope, codes))).containsExactly("Keflavik", "Wellington", "XXX");
  }

  @Test
  void handsTheValuesToAFilter() {
    assertThat(sorted(Use.FILTER.on(scope, codes))).containsExactly("KEF", "WLG");
  }

  @Test
  void mayGiveNoRowOrSeveralForOne() {
    Dataset<Integer> repeated =
        scope.flatMap(
            codes,
            (values, code) ->
                values.places().containsKey(code)
                    ? List.of(values.factor(), code.length()).iterator()
                    : List.<Integer>of().iterator(),
            Encoders.INT());

    assertThat(repeated.collectAsList()).containsExactlyInAnyOrder(10, 3, 10, 3);
  }

  @Test
  void givesNullToAFunctionOfANullColumn() {
    var length =
        scope.<String, Integer>udf(
            (values, text) -> text == null ? -values.factor() : text.length(),
            DataTypes.IntegerType);

    Row only =
        spark.sql("select cast(null as string) as text").select(length.apply(col("text"))).first();

    assertThat(only.getInt(0)).isEqualTo(-10);
  }

  @Test
  void servesSeveralActionsAndSeveralDatasets() {
    Dataset<Row> named = Use.MAP.on(scope, codes);

    assertThat(named.count()).isEqualTo(3);
    assertThat(sorted(named)).hasSize(3);
    assertThat(sorted(Use.UDF.on(scope, codes))).hasSize(3);
  }

  @Test
  void failsAnActionWithTheFunctionsOwnException() {
    Dataset<String> failing =
        scope.map(
            codes,
            (values, code) -> {
              throw new java.io.IOException("cannot look up " + code);
            },
            Encoders.STRING());

    assertThatThrownBy(failing::collectAsList).hasStackTraceContaining("cannot look up ");
  }

  @Test
  void refusesToOpenWithoutValues() {
    assertThatThrownBy(() -> Scope.open(spark, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot open a scope: the record of values is null");
  }

  @Nested
  class OnceClosed {
    @Test
    void mayBeClosedAgain() {
      scope.close();

      assertThatCode(scope::close).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void refusesToBuildADataset(Use use) {
      scope.close();

      assertThatThrownBy(() -> use.on(scope, codes))
          .isInstanceOf(ClosedScopeException.class)
          .hasMessageMatching("Scope Lookups \\(opened at ScopeTest\\.java:\\d+\\) is closed: .*");
    }

    @ParameterizedTest
    @EnumSource
    void refusesALateAction(Use use) {
      Dataset<Row> lazy = use.on(scope, codes);
      scope.close();

      assertThatThrownBy(lazy::collectAsList)
          .rootCause()
          .isInstanceOf(ClosedScopeException.class)
          .hasMessageContaining("Scope Lookups (opened at ScopeTest.java:");
    }

    @Test
    void refusesASecondActionThatComesLate() {
      Dataset<Row> lazy = Use.MAP.on(scope, codes);
      lazy.collectAsList();
      scope.close();

      assertThatThrownBy(lazy::collectAsList).rootCause().isInstanceOf(ClosedScopeException.class);
    }

    @Test
    void leavesWhatWasComputedBefore() {
      Dataset<Row> kept = Use.MAP.on(scope, codes).localCheckpoint();
      scope.close();

      assertThat(sorted(kept)).containsExactly("Keflavik", "Wellington", "XXX");
    }
  }

  @Test
  void saysWhereItWasOpenedAndWhetherItIsClosed() {
    int line =
        StackWalker.getInstance().walk(frames -> frames.findFirst().orElseThrow()).getLineNumber();
    try (Scope<Lookups> here = Scope.open(spark, lookups)) {
      assertThat(here).hasToString("Scope Lookups (opened at ScopeTest.java:" + (line + 1) + ")");
      here.close();
      assertThat(here.toString()).endsWith("), closed");
    }
  }

  @Test
  void refusesAnUnregisteredRecordByItsName() {
    record Stranger(int value) {}

    assertThat(spark.conf().get("spark.kryo.registrationRequired")).isEqualTo("true");
    assertThatThrownBy(() -> Scope.open(spark, new Stranger(1)))
        .hasStackTraceContaining("not registered")
        .hasStackTraceContaining("Stranger");
  }
}
