package dev.p3.patterns.evolve;

import static dev.p3.patterns.Tables.row;
import static dev.p3.patterns.Tables.table;
import static dev.p3.patterns.evolve.Rungs.by;
import static dev.p3.patterns.evolve.Rungs.byAll;
import static dev.p3.patterns.evolve.Rungs.byEveryWay;
import static dev.p3.patterns.evolve.Rungs.nearest;
import static dev.p3.patterns.evolve.Rungs.options;
import static dev.p3.patterns.evolve.Rungs.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import dev.p3.fault.JobFailedException;
import dev.p3.patterns.evolve.NearestResult.Rejected;
import dev.p3.patterns.evolve.Rungs.Found;
import dev.p3.scope.Scopes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NearestTest {
  private static final String PLACE = "id STRING, lat DOUBLE, lon DOUBLE";
  private static final Dataset<Row> CITIES =
      table(
          PLACE,
          row("Nashville", 36.12, -86.67),
          row("Los Angeles", 33.94, -118.40),
          row("Fiji", -17.8, 178.0),
          row("Samoa", -13.8, -171.8));

  @Test
  void ranksPlacesByTheirDistance() {
    Found found = by(table(PLACE, row("here", 36.12, -86.67)), CITIES, nearest(2));

    assertThat(found.columns())
        .containsExactly(
            "id STRING",
            "lat DOUBLE",
            "lon DOUBLE",
            "rank INT",
            "distance_km DOUBLE",
            "place_id STRING",
            "place_lat DOUBLE",
            "place_lon DOUBLE");
    List<Row> rows = byRank(found);
    assertThat(rows.get(0))
        .isEqualTo(row("here", 36.12, -86.67, 1, 0.0, "Nashville", 36.12, -86.67));
    assertThat(rows.get(1).<String>getAs("place_id")).isEqualTo("Los Angeles");
    // Rosetta Code's example, published for a radius of 6372.8 km: 2887.2599506071106 km.
    assertThat(rows.get(1).<Double>getAs("distance_km"))
        .isCloseTo(2887.2599506071106 / 6372.8 * 6371.0088, within(1e-9));
  }

  @Test
  void findsTheNearestOfHardPointsOnEveryRung() {
    var random = new Random(6);
    List<Row> places = rows(random, 300);
    List<Row> points = rows(random, 200);
    points.add(row("-1", -0.0, -0.0));

    Found found = byAll(dataset(points), dataset(places), nearest(5));

    assertThat(found.rows()).hasSize(5 * points.size());
    for (Row point : points) {
      assertThatAreNearest(
          byRank(found).stream().filter(row -> row.get(0).equals(point.get(0))).toList(),
          point,
          places);
    }
  }

  @Test
  void ranksPlacesAtTheSameDistanceByTheirColumnsHoweverTheyAreStored() {
    String columns = "id STRING, name STRING, lat DOUBLE, lon DOUBLE";
    var places =
        new ArrayList<>(
            List.of(
                row("b", "1", 0.0, 170.0),
                row("a", "2", 0.0, -170.0),
                row("a", "1", 10.0, 180.0),
                row(null, "9", -10.0, -180.0)));
    Dataset<Row> point = table(PLACE, row("p", 0.0, 180.0));
    for (int partitions = 1; partitions <= 3; partitions++) {
      java.util.Collections.rotate(places, 1);
      Dataset<Row> stored = table(columns, places.toArray(Row[]::new)).repartition(partitions);

      assertThat(byRank(by(point, stored, nearest(4))))
          .extracting(row -> row.getAs("place_id") + " " + row.getAs("place_name"))
          .containsExactly("null 9", "a 1", "a 2", "b 1");
    }
  }

  @Test
  void rejectsPointsThatAreNowhereAndSaysWhy() {
    Dataset<Row> points =
        table(
            PLACE,
            row("ok", 90.0, -180.0),
            row("no lat", null, null),
            row("no lon", 1.0, null),
            row("nan lat", Double.NaN, 1.0),
            row("nan lon", 1.0, Double.NaN),
            row("north", 90.0000001, 0.0),
            row("south", Double.NEGATIVE_INFINITY, 500.0),
            row("east", 0.0, 180.5));

    Found found = byEveryWay(points, CITIES, nearest(1));

    assertThat(found.rows()).extracting(row -> row.getString(0)).containsExactly("ok");
    assertThat(found.result())
        .isEqualTo(
            new NearestResult(
                8,
                1,
                List.of(
                    new Rejected("latitude is null", 1),
                    new Rejected("latitude is NaN", 1),
                    new Rejected("latitude is not within -90 to 90", 2),
                    new Rejected("longitude is null", 1),
                    new Rejected("longitude is NaN", 1),
                    new Rejected("longitude is not within -180 to 180", 1)),
                4,
                List.of(),
                1));
    Found rejected = output("tree", "rejected", points, CITIES, nearest(1));
    assertThat(rejected.columns())
        .containsExactly("id STRING", "lat DOUBLE", "lon DOUBLE", "reason STRING");
    assertThat(rejected.rows())
        .extracting(row -> row.getString(0) + ": " + row.getString(3))
        .containsExactlyInAnyOrder(
            "no lat: latitude is null",
            "no lon: longitude is null",
            "nan lat: latitude is NaN",
            "nan lon: longitude is NaN",
            "north: latitude is not within -90 to 90",
            "south: latitude is not within -90 to 90",
            "east: longitude is not within -180 to 180");
    assertThat(rejected.result()).isEqualTo(found.result());
  }

  @Test
  void mayRejectEveryPointAndStillCountThem() {
    Found found = byAll(table(PLACE, row("a", null, 1.0), row("b", 91.0, 1.0)), CITIES, nearest(2));

    assertThat(found.rows()).isEmpty();
    assertThat(found.result().pointsRead()).isEqualTo(2);
    assertThat(found.result().remarks())
        .containsExactly(
            "2 of 2 points rejected: latitude is null (1), latitude is not within -90 to 90 (1)");
  }

  @Test
  void leavesOutPlacesThatAreNowhereAndGivesAllWhereKIsLarger() {
    Dataset<Row> places =
        table(PLACE, row("x", null, 1.0), row("y", 1.0, 1.0), row("z", 2.0, Double.NaN));

    Found found = by(table(PLACE, row("p", 0.0, 0.0)), places, nearest(7));

    assertThat(found.rows()).extracting(row -> row.<String>getAs("place_id")).containsExactly("y");
    assertThat(found.result().remarks())
        .containsExactly(
            "2 of 3 places rejected: latitude is null (1), longitude is NaN (1)",
            "--k is 7 and there is only 1 place: each point has all of them");
  }

  @Test
  void findsNothingForNoPoints() {
    assertThat(byEveryWay(table(PLACE), CITIES, nearest(3)).rows()).isEmpty();

    // An empty CSV file has no columns; one with a header alone has columns of text.
    Found ofNothing = by(table(""), CITIES, nearest(3));
    assertThat(ofNothing.rows()).isEmpty();
    assertThat(ofNothing.result().pointsRead()).isZero();
    assertThat(by(table("lat STRING, lon STRING"), CITIES, nearest(3)).rows()).isEmpty();
    assertThat(
            by(table("lat STRING, lon DOUBLE", row(null, 1.0)), CITIES, nearest(3))
                .result()
                .remarks())
        .containsExactly("1 of 1 points rejected: latitude is null (1)");
  }

  @Test
  void failsWhereThereIsNoPlace() {
    Dataset<Row> point = table(PLACE, row("p", 0.0, 0.0));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> by(point, table(""), nearest(1)))
        .withMessage("Cannot find the nearest places: input 'places' has no rows");
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(
            () -> by(point, table(PLACE, row("a", 100.0, 0.0), row("b", 0.0, null)), nearest(1)))
        .withMessage(
            "Cannot find the nearest places: none of the 2 rows of input 'places' has coordinates:"
                + " latitude is not within -90 to 90 (1), longitude is null (1)");
  }

  @Test
  void takesNumbersOfEveryTypeAndKeepsColumnsOfEveryType() {
    Dataset<Row> points =
        LocalSpark.spark()
            .sql(
                "select 10 as `a.b`, cast(20.5 as decimal(9,3)) as Lon, map('k', array(1)) as m,"
                    + " date'0001-01-01' as d, timestamp'1900-01-01 00:00:00.123456' as t,"
                    + " named_struct('x', null, 'y', 1Y) as s, X'00ff' as b");
    Dataset<Row> places =
        LocalSpark.spark()
            .sql(
                "select map('k', 1) as m, cast(10 as float) as lat, 20.5D as lon, array('x') as l"
                    + " union all select map('j', 1), cast(10 as float), 20.5D, null");

    Found found =
        byEveryWay(
            points,
            places,
            new NearestOptions(
                "A.B", "lon", java.util.Optional.of("lat"), java.util.Optional.empty(), 2, false));

    assertThat(found.rows()).hasSize(2);
    Row point = points.first();
    for (Row row : found.rows()) {
      assertThat(row.<Double>getAs("distance_km")).isZero();
      for (int column = 0; column < point.length() - 1; column++) {
        assertThat(row.get(column)).isEqualTo(point.get(column));
      }
      assertThat((byte[]) row.get(point.length() - 1)).containsExactly(0, -1);
    }
    assertThat(byRank(found))
        .extracting(row -> row.getJavaMap(row.fieldIndex("place_m")).toString())
        .containsExactly("{j=1}", "{k=1}");
  }

  @ParameterizedTest
  @EnumSource(
      value = Rung.class,
      names = {"ARRAYS", "COMPILED", "TREE"})
  void readsOnePointAfterTheOtherOverManyBatchesAndPartitions(Rung rung) {
    Dataset<Row> points =
        LocalSpark.spark()
            .range(0, 1_500, 1, 2)
            .selectExpr(
                "id",
                "if(id % 7 = 0, null, double(id % 180 - 89.5)) as lat",
                "double(id % 360 - 180) as lon");
    Dataset<Row> places =
        LocalSpark.spark()
            .range(0, 1_100)
            .selectExpr("id", "double(id % 180 - 89.5) as lat", "double(id % 360 - 180) as lon");

    Found found = by(rung.variant(), points, places, options("lat", "lon", 1));

    assertThat(found.rows()).hasSize(1_500 - 215);
    assertThat(found.rows())
        .allSatisfy(
            row -> {
              // Latitude and longitude repeat together every 360 rows: places 0 to 359 come first.
              assertThat(row.<Long>getAs("place_id")).isEqualTo(row.<Long>getAs("id") % 360);
              assertThat(row.<Double>getAs("distance_km")).isZero();
            });
    assertThat(found.result().pointsMatched()).isEqualTo(1_500 - 215);
  }

  @Test
  void aNotebookCallsThePatternAsAFunction() {
    Dataset<Row> points = table(PLACE, row("p", -16.0, -178.0), row("q", null, 0.0));
    try (var scopes = new Scopes(LocalSpark.spark())) {
      assertThat(Nearest.nearest(points, CITIES, nearest(1), scopes).collectAsList())
          .singleElement()
          .extracting(row -> row.getAs("place_id"))
          .isEqualTo("Fiji");
      assertThat(Nearest.rejected(points, CITIES, nearest(1)).collectAsList())
          .containsExactly(row("q", null, 0.0, "latitude is null"));
    }
  }

  /** By the formula of {@link Sphere}, which may tell the last digits otherwise. */
  private static void assertThatAreNearest(List<Row> found, Row point, List<Row> places) {
    List<Double> distances =
        places.stream().map(place -> distance(point, place)).sorted().limit(found.size()).toList();
    for (int i = 0; i < found.size(); i++) {
      Row row = found.get(i);
      double kilometres = row.getAs("distance_km");
      double tolerance = kilometres > 19_900 ? 1e-3 : 1e-8;
      assertThat(kilometres).isCloseTo(distances.get(i), within(tolerance));
      Row place = places.get(Integer.parseInt(row.getAs("place_id")));
      assertThat(kilometres).isCloseTo(distance(point, place), within(tolerance));
      if (i > 0 && kilometres == found.get(i - 1).<Double>getAs("distance_km")) {
        assertThat(row.<String>getAs("place_id"))
            .isGreaterThan(found.get(i - 1).<String>getAs("place_id"));
      }
    }
  }

  private static double distance(Row one, Row other) {
    return Sphere.kilometres(
        one.getDouble(1), one.getDouble(2), other.getDouble(1), other.getDouble(2));
  }

  private static List<Row> rows(Random random, int count) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  double[] point = Sphere.point(random);
                  return row(Integer.toString(i), point[0], point[1]);
                })
            .toList());
  }

  private static Dataset<Row> dataset(List<Row> rows) {
    return table(PLACE, rows.toArray(Row[]::new));
  }

  private static List<Row> byRank(Found found) {
    return found.rows().stream()
        .sorted(Comparator.comparingInt(row -> row.<Integer>getAs("rank")))
        .toList();
  }
}
