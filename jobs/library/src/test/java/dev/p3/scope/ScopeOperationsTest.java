package dev.p3.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.LocalSpark;
import dev.p3.scope.TestRecordModule.Lookups;
import dev.p3.scope.TestRecordModule.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Tuple2;

/** Every operation on groups, RDDs and pairs, and every action; {@link ScopeTest} has the rest. */
class ScopeOperationsTest {
  /** Tasks of the local master run in this process. */
  private static final ConcurrentLinkedQueue<String> TOLD = new ConcurrentLinkedQueue<>();

  private static final SparkSession SPARK = LocalSpark.spark();
  private static final JavaSparkContext CONTEXT =
      JavaSparkContext.fromSparkContext(SPARK.sparkContext());
  private static final List<String> CODES = List.of("KEF", "XXX", "KEF");

  private final Scope<Lookups> scope =
      UncheckedScope.open(
          LocalSpark.spark(),
          () ->
              Scope.open(
                  SPARK,
                  new Lookups(new HashMap<>(Map.of("KEF", new Place("Keflavik", 63.985))), 10)));

  @BeforeEach
  void forget() {
    TOLD.clear();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /** An operation with a function of the scope, its result once run, and what that is. */
  enum Operation {
    MAP_GROUPS(
        scope -> {
          Dataset<String> counts =
              scope.mapGroups(
                  groups(),
                  (values, code, rows) -> placeName(values, code) + " " + count(rows),
                  Encoders.STRING());
          return () -> counts.collectAsList();
        },
        "Keflavik 2",
        "XXX 1"),
    FLAT_MAP_GROUPS(
        scope -> {
          Dataset<String> names =
              scope.flatMapGroups(
                  groups(), (values, code, rows) -> placeNames(values, rows), Encoders.STRING());
          return () -> names.collectAsList();
        },
        "Keflavik",
        "Keflavik",
        "XXX"),
    REDUCE_GROUPS(
        scope -> {
          Dataset<Tuple2<String, String>> reduced =
              scope.reduceGroups(groups(), (values, left, right) -> left + values.factor() + right);
          return () -> reduced.collectAsList().stream().map(pair -> pair._2).toList();
        },
        "KEF10KEF",
        "XXX"),
    FLAT_MAP_SORTED_GROUPS(
        scope -> {
          Dataset<String> joined =
              scope.flatMapSortedGroups(
                  SPARK
                      .createDataset(List.of("KEF2", "XXX1", "KEF1", "KEF3"), Encoders.STRING())
                      .groupByKey(
                          (MapFunction<String, String>) code -> code.substring(0, 3),
                          Encoders.STRING()),
                  new Column[] {functions.col("value").desc()},
                  (values, code, rows) ->
                      List.of(placeName(values, code) + joined(rows)).iterator(),
                  Encoders.STRING());
          return () -> joined.collectAsList();
        },
        "Keflavik KEF3 KEF2 KEF1",
        "XXX XXX1"),
    MAP_GROUPS_WITH_STATE(
        scope -> {
          Dataset<String> counts =
              scope.mapGroupsWithState(
                  groups(),
                  (values, code, rows, state) -> {
                    state.update(count(rows));
                    return placeName(values, code) + " " + state.get();
                  },
                  Encoders.INT(),
                  Encoders.STRING(),
                  GroupStateTimeout.NoTimeout());
          return () -> counts.collectAsList();
        },
        "Keflavik 2",
        "XXX 1"),
    FLAT_MAP_GROUPS_WITH_STATE(
        scope -> {
          Dataset<String> counts =
              scope.flatMapGroupsWithState(
                  groups(),
                  (Lookups values, String code, Iterator<String> rows, GroupState<Integer> state) ->
                      List.of(placeName(values, code) + " " + count(rows) + state.exists())
                          .iterator(),
                  OutputMode.Append(),
                  Encoders.INT(),
                  Encoders.STRING(),
                  GroupStateTimeout.NoTimeout());
          return () -> counts.collectAsList();
        },
        "Keflavik 2false",
        "XXX 1false"),
    FLAT_MAP_GROUPS_WITH_INITIAL_STATE(
        scope -> {
          Dataset<String> counts =
              scope.flatMapGroupsWithState(
                  groups(),
                  (Lookups values, String code, Iterator<String> rows, GroupState<String> state) ->
                      List.of(
                              placeName(values, code)
                                  + " "
                                  + count(rows)
                                  + (state.exists() ? state.get() : "-"))
                          .iterator(),
                  OutputMode.Append(),
                  Encoders.STRING(),
                  Encoders.STRING(),
                  GroupStateTimeout.NoTimeout(),
                  SPARK
                      .createDataset(List.of("KEF"), Encoders.STRING())
                      .groupByKey((MapFunction<String, String>) code -> code, Encoders.STRING()));
          return () -> counts.collectAsList();
        },
        "Keflavik 2KEF",
        "XXX 1-"),
    COGROUP(
        scope -> {
          Dataset<String> both =
              scope.cogroup(
                  groups(),
                  SPARK
                      .createDataset(List.of(3, 4), Encoders.INT())
                      .groupByKey((MapFunction<Integer, String>) n -> "KEF", Encoders.STRING()),
                  (values, code, left, right) ->
                      List.of(placeName(values, code) + " " + count(left) + " " + count(right))
                          .iterator(),
                  Encoders.STRING());
          return () -> both.collectAsList();
        },
        "Keflavik 2 2",
        "XXX 1 0"),
    MAP_VALUES_OF_GROUPS(
        scope -> {
          Dataset<String> counts =
              scope
                  .mapValues(groups(), (values, code) -> placeName(values, code), Encoders.STRING())
                  .mapGroups(
                      (MapGroupsFunction<String, String, String>)
                          (code, rows) -> code + joined(rows),
                      Encoders.STRING());
          return () -> counts.collectAsList();
        },
        "KEF Keflavik Keflavik",
        "XXX XXX"),
    UDF_OF_TWO_COLUMNS(
        scope -> {
          UserDefinedFunction both =
              scope.udf(
                  (Lookups values, String code, Integer n) -> placeName(values, code) + n,
                  DataTypes.StringType);
          Dataset<String> named =
              rows()
                  .select(both.apply(functions.col("value"), functions.lit(7)))
                  .as(Encoders.STRING());
          return () -> named.collectAsList();
        },
        "Keflavik7",
        "Keflavik7",
        "XXX7"),
    FOREACH(
        scope -> {
          scope.foreach(rows(), (values, code) -> TOLD.add(placeName(values, code)));
          return () -> List.copyOf(TOLD);
        },
        "Keflavik",
        "Keflavik",
        "XXX"),
    FOREACH_PARTITION(
        scope -> {
          scope.foreachPartition(
              rows(), (values, codes) -> placeNames(values, codes).forEachRemaining(TOLD::add));
          return () -> List.copyOf(TOLD);
        },
        "Keflavik",
        "Keflavik",
        "XXX"),
    RDD_MAP(
        scope -> scope.map(elements(), (values, code) -> placeName(values, code))::collect,
        "Keflavik",
        "Keflavik",
        "XXX"),
    RDD_FLAT_MAP(
        scope ->
            scope.flatMap(
                    elements(), (values, code) -> List.of(code, placeName(values, code)).iterator())
                ::collect,
        "KEF",
        "KEF",
        "Keflavik",
        "Keflavik",
        "XXX",
        "XXX"),
    RDD_FILTER(
        scope ->
            scope.filter(elements(), (values, code) -> values.places().containsKey(code))::collect,
        "KEF",
        "KEF"),
    RDD_MAP_PARTITIONS(
        scope ->
            scope.mapPartitions(elements(), (values, codes) -> placeNames(values, codes))::collect,
        "Keflavik",
        "Keflavik",
        "XXX"),
    RDD_FOREACH(
        scope -> {
          scope.foreach(elements(), (values, code) -> TOLD.add(placeName(values, code)));
          return () -> List.copyOf(TOLD);
        },
        "Keflavik",
        "Keflavik",
        "XXX"),
    RDD_FOREACH_PARTITION(
        scope -> {
          scope.foreachPartition(
              elements(), (values, codes) -> placeNames(values, codes).forEachRemaining(TOLD::add));
          return () -> List.copyOf(TOLD);
        },
        "Keflavik",
        "Keflavik",
        "XXX"),
    MAP_TO_PAIR(
        scope -> {
          JavaPairRDD<String, Integer> pairs =
              scope.mapToPair(
                  elements(), (values, code) -> new Tuple2<>(placeName(values, code), 1));
          return () -> pairs.map(pair -> pair._1 + pair._2).collect();
        },
        "Keflavik1",
        "Keflavik1",
        "XXX1"),
    PAIR_MAP(
        scope ->
            scope.map(
                    pairs(),
                    (values, pair) -> placeName(values, pair._1) + values.factor() * pair._2)
                ::collect,
        "Keflavik10",
        "Keflavik10",
        "XXX10"),
    PAIR_FILTER(
        scope ->
            scope.filter(pairs(), (values, pair) -> values.places().containsKey(pair._1)).keys()
                ::collect,
        "KEF",
        "KEF"),
    MAP_VALUES(
        scope -> {
          JavaPairRDD<String, Integer> tens =
              scope.mapValues(pairs(), (values, count) -> values.factor() * count);
          return () -> tens.map(pair -> pair._1 + pair._2).collect();
        },
        "KEF10",
        "KEF10",
        "XXX10"),
    FLAT_MAP_VALUES(
        scope -> {
          JavaPairRDD<String, Integer> both =
              scope.flatMapValues(
                  pairs(), (values, count) -> List.of(count, values.factor()).iterator());
          return () -> both.map(pair -> pair._1 + pair._2).collect();
        },
        "KEF1",
        "KEF1",
        "KEF10",
        "KEF10",
        "XXX1",
        "XXX10"),
    REDUCE_BY_KEY(
        scope -> {
          JavaPairRDD<String, Integer> reduced =
              scope.reduceByKey(pairs(), (values, left, right) -> values.factor() * (left + right));
          return () -> reduced.map(pair -> pair._1 + pair._2).collect();
        },
        "KEF20",
        "XXX1");

    private final Applied applied;
    private final List<String> expected;

    Operation(Applied applied, String... expected) {
      this.applied = applied;
      this.expected = List.of(expected);
    }

    boolean isAction() {
      return name().contains("FOREACH");
    }
  }

  private interface Applied {
    Supplier<List<String>> to(Scope<Lookups> scope);
  }

  private static Dataset<String> rows() {
    return SPARK.createDataset(CODES, Encoders.STRING()).repartition(2);
  }

  private static KeyValueGroupedDataset<String, String> groups() {
    return rows().groupByKey((MapFunction<String, String>) code -> code, Encoders.STRING());
  }

  private static JavaRDD<String> elements() {
    return CONTEXT.parallelize(CODES, 2);
  }

  private static JavaPairRDD<String, Integer> pairs() {
    return elements().mapToPair(code -> new Tuple2<>(code, 1));
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

  private static String joined(Iterator<String> rows) {
    var text = new StringBuilder();
    rows.forEachRemaining(row -> text.append(' ').append(row));
    return text.toString();
  }

  private static int count(Iterator<?> rows) {
    int count = 0;
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @EnumSource
  void handsTheValuesToTheFunction(Operation operation) {
    assertThat(operation.applied.to(scope).get())
        .containsExactlyInAnyOrderElementsOf(operation.expected);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAClosedScope(Operation operation) {
    scope.close();

    assertThatThrownBy(() -> operation.applied.to(scope))
        .isInstanceOf(ClosedScopeException.class)
        .hasMessageMatching(
            "Scope Lookups \\(opened at ScopeOperationsTest\\.java:\\d+\\) is closed: [a-zA-Z]+ at ScopeOperationsTest\\.java:\\d+ cannot use it .*");
  }

  @ParameterizedTest
  @EnumSource
  void refusesALateAction(Operation operation) {
    Supplier<List<String>> result = operation.applied.to(scope);
    scope.close();

    if (operation.isAction()) {
      assertThat(result.get()).hasSameSizeAs(operation.expected); // it ran before the close
    } else {
      assertThatThrownBy(result::get)
          .rootCause()
          .isInstanceOf(ClosedScopeException.class)
          .hasMessageMatching(
              "Scope Lookups \\(opened at ScopeOperationsTest\\.java:\\d+\\) is closed: the (Dataset|RDD|groups|column) made by [a-zA-Z]+ at ScopeOperationsTest\\.java:\\d+ needs it .*");
    }
  }
}
