package dev.p3.patterns.evolve;

import static dev.p3.patterns.evolve.GreatCircle.kilometres;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.p3.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreatCircleTest {
  private static final double HALF_CIRCUMFERENCE = Math.PI * Sphere.RADIUS_KM;

  /** Rosetta Code's example, published for a radius of 6372.8 km: 2887.2599506071106 km. */
  @Test
  void givesThePublishedDistanceFromNashvilleToLosAngeles() {
    assertThat(kilometres(36.12, -86.67, 33.94, -118.40))
        .isCloseTo(2887.2599506071106 / 6372.8 * 6371.0088, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 77, 90, -12, 0.5",
    "0, 0, 0, 180, 1",
    "90, 0, -90, 33, 1",
    "35.5, 20.25, -35.5, -159.75, 1",
    "0, 179.5, 0, -179.5, 0.005555555555555556",
    "89, 0, 89, 180, 0.011111111111111112",
  })
  void isTheRightPartOfHalfACircle(
      double lat1, double lon1, double lat2, double lon2, double part) {
    assertThat(kilometres(lat1, lon1, lat2, lon2))
        .isCloseTo(part * HALF_CIRCUMFERENCE, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "51.5, -0.1, 51.5, -0.1",
    "90, 0, 90, 137.5",
    "-90, -180, -90, 45",
    "12.25, 180, 12.25, -180",
    "0.0, 0.0, -0.0, -0.0",
  })
  void isExactlyZeroBetweenAPointAndItselfHoweverItIsWritten(
      double lat1, double lon1, double lat2, double lon2) {
    assertThat(kilometres(lat1, lon1, lat2, lon2)).isEqualTo(0.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 10, 45.5, 89.99})
  void isTheSameToEveryPointOfACircleAroundAPole(double latitude) {
    double toGreenwich = kilometres(90, 12, latitude, 0);
    for (int longitude = -180; longitude <= 180; longitude += 7) {
      assertThat(kilometres(90, 12, latitude, longitude)).isEqualTo(toGreenwich);
      assertThat(kilometres(-90, 12, -latitude, longitude)).isEqualTo(toGreenwich);
    }
  }

  @Test
  void isTheSameOnBothSidesOfTheAntimeridian() {
    assertThat(kilometres(20, 180, 20, 170)).isEqualTo(kilometres(20, 180, 20, -170));
    assertThat(kilometres(20, -180, -5, 170)).isEqualTo(kilometres(20, -180, -5, -170));
  }

  @Test
  void agreesWithAnotherFormulaAndIsSymmetrical() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double[] one = Sphere.point(random);
      double[] other = Sphere.point(random);
      double distance = kilometres(one[0], one[1], other[0], other[1]);
      // Near antipodes the arc sine is steep: the last bit of a haversine is a decimetre.
      double tolerance = distance > 0.99 * HALF_CIRCUMFERENCE ? 1e-3 : 1e-8;
      assertThat(distance)
          .isCloseTo(Sphere.kilometres(one[0], one[1], other[0], other[1]), within(tolerance));
      assertThat(kilometres(other[0], other[1], one[0], one[1])).isEqualTo(distance);
    }
  }

  @Test
  void isTheSameBitsAsAnExpressionOfSpark() {
    var random = new Random(2);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < 5_000; i++) {
      double[] one = Sphere.point(random);
      double[] other = Sphere.point(random);
      rows.add(RowFactory.create(one[0], one[1], other[0], other[1]));
    }
    List<Row> measured = measuredBySpark(rows);

    assertThat(measured).hasSize(rows.size());
    for (Row row : measured) {
      assertThat(row.getDouble(4))
          .isEqualTo(
              kilometres(row.getDouble(0), row.getDouble(1), row.getDouble(2), row.getDouble(3)));
    }
  }

  @Test
  void noPlaceThatIsAsNearIsBeyondTheLimitOfAnothersSquaredChord() {
    var random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      double[] point = Sphere.point(random);
      double[] one = Sphere.point(random);
      double[] other = i % 2 == 0 ? Sphere.point(random) : mirrored(point, one);
      double nearest =
          Math.min(
              kilometres(point[0], point[1], one[0], one[1]),
              kilometres(point[0], point[1], other[0], other[1]));
      for (double[] place : List.of(one, other)) {
        if (kilometres(point[0], point[1], place[0], place[1]) == nearest) {
          for (double[] farther : List.of(one, other)) {
            assertThat(squaredChord(point, place))
                .isLessThanOrEqualTo(GreatCircle.squaredChordWithin(squaredChord(point, farther)));
          }
        }
      }
      // And it is no wider than a micrometre.
      double chord = squaredChord(point, one);
      assertThat(Math.sqrt(GreatCircle.squaredChordWithin(chord)) - Math.sqrt(chord))
          .isLessThan(1e-9 / Sphere.RADIUS_KM);
    }
  }

  /** As far from a point on the other side of its meridian. */
  private static double[] mirrored(double[] point, double[] place) {
    double longitude = 2 * point[1] - place[1];
    return new double[] {
      place[0], longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
    };
  }

  private static double squaredChord(double[] one, double[] other) {
    var vectors = new UnitVectors(2);
    vectors.put(0, one[0], one[1]);
    vectors.put(1, other[0], other[1]);
    return vectors.squaredChord(0, vectors.x[1], vectors.y[1], vectors.z[1]);
  }

  private static List<Row> measuredBySpark(List<Row> rows) {
    StructType schema = StructType.fromDDL("a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE");
    Dataset<Row> pairs =
        LocalSpark.spark()
            .createDataFrame(rows, schema)
            .repartition(2); // so that generated code does it, not the planner
    return pairs
        .withColumn("km", kilometres(col("a"), col("b"), col("c"), col("d")))
        .collectAsList();
  }
}
