package dev.p3.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HaversineKmTest {
  private static final double HALF_CIRCUMFERENCE = Math.PI * 6371.0088;

  private static SparkSession spark;

  @BeforeAll
  static void openSession() {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.extensions", P3Functions.class.getName())
            .getOrCreate();
  }

  @AfterAll
  static void stopSession() {
    spark.stop();
  }

  @Test
  void isZeroBetweenAPointAndItself() {
    assertThat(kilometres("51.5, -0.1, 51.5, -0.1")).isZero();
  }

  @Test
  void isAQuarterCircleFromTheEquatorToAPole() {
    assertThat(kilometres("0, 77, 90, -12")).isCloseTo(HALF_CIRCUMFERENCE / 2, within(1e-9));
  }

  @Test
  void isHalfACircleBetweenAntipodes() {
    assertThat(kilometres("35.5, 20.25, -35.5, -159.75"))
        .isCloseTo(HALF_CIRCUMFERENCE, within(1e-6));
  }

  @Test
  void crossesTheAntimeridianTheShortWay() {
    assertThat(kilometres("0, 179.5, 0, -179.5")).isCloseTo(HALF_CIRCUMFERENCE / 180, within(1e-9));
  }

  /** Rosetta Code's example, published for a radius of 6372.8 km: 2887.2599506071106 km. */
  @Test
  void givesThePublishedDistanceFromNashvilleToLosAngeles() {
    assertThat(kilometres("36.12, -86.67, 33.94, -118.40"))
        .isCloseTo(2887.2599506071106 / 6372.8 * 6371.0088, within(1e-9));
  }

  @Test
  void isNullWhenACoordinateIsNull() {
    Row row = spark.sql("select haversine_km(null, 1, 2, 3)").first();
    assertThat(row.isNullAt(0)).isTrue();
  }

  @Test
  void takesPartInWholeStageCodeGeneration() {
    String plan =
        spark
            .range(10)
            .selectExpr("haversine_km(id, id, 0, 0)")
            .queryExecution()
            .executedPlan()
            .toString();
    assertThat(plan).contains("*(1) Project").doesNotContain("haversine_km(");
  }

  @Test
  void refusesAWrongNumberOfArguments() {
    assertThatThrownBy(() -> spark.sql("select haversine_km(1, 2)"))
        .hasMessageContaining("haversine_km(lat1, lon1, lat2, lon2)");
  }

  private static double kilometres(String arguments) {
    return spark.sql("select haversine_km(" + arguments + ")").first().getDouble(0);
  }
}
